import { NotFound } from '../core/errors.ts';
import { type DeliveryRef, occurrenceId, type ReceivedFinding } from '../core/records/deliveries.ts';
import type { Stores } from '../core/records/stores.ts';

/** What intake kept under this reference. */
export async function readReceived(stores: Stores, ref: DeliveryRef): Promise<ReceivedFinding> {
  const received = await stores.deliveries.get(ref);
  if (received === null) throw new NotFound(`no finding was received as ${occurrenceId(ref)}`);
  return received;
}
