import * as z from 'zod';
import { Finding } from '../finding.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, type Records } from './record.ts';

/**
 * A finding as one delivery brought it, kept before triage starts so that its execution carries a
 * reference and no body. Redelivery finds it there, with the time it was first received.
 */
export const ReceivedFinding = z.object({
  delivery: z.string(),
  /** The finding's place in the event. */
  index: z.number().int().min(0),
  receivedAt: z.iso.datetime(),
  finding: Finding,
});
export type ReceivedFinding = z.infer<typeof ReceivedFinding>;

/** Which received finding: the reference that travels through triage. */
export const DeliveryRef = z.object({ delivery: z.string(), index: z.number().int().min(0) });
export type DeliveryRef = z.infer<typeof DeliveryRef>;

/** `<delivery>/<index>`: the identity of an occurrence. */
export const occurrenceId = ({ delivery, index }: DeliveryRef): string => `${delivery}/${index}`;

export function createDeliveries(table: Table): Records<ReceivedFinding, DeliveryRef> {
  return createRecords(table, {
    schema: ReceivedFinding,
    keyOf: ({ delivery, index }: DeliveryRef) => ({ pk: `DELIVERY#${delivery}`, sk: `FINDING#${index}` }),
  });
}
