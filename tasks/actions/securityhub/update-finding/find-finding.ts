import type { Clients } from '../../../aws-clients.ts';
import { createCspm } from '../../../security-hub/cspm.ts';
import { isOfNewHub, type Hub, type HubFinding } from '../../../security-hub/hub.ts';
import { createNewHub } from '../../../security-hub/new-hub.ts';
import { orNull } from '../../aws-errors.ts';

interface Asked {
  readonly findingId: string;
  readonly productArn?: string | undefined;
}

/** A finding, and the hub that has it. */
export interface Found {
  readonly hub: Hub;
  readonly finding: HubFinding;
}

/** What either hub answers where it is not switched on in the account and Region. */
const switchedOff = ['InvalidAccessException', 'ResourceNotFoundException'];

/** All findings with the id, of the first hub that has any. The ARN of its product says which hub to ask alone. */
export async function findFindings(
  client: Clients['securityhub'],
  { findingId, productArn }: Asked,
): Promise<readonly Found[]> {
  const [cspm, newHub] = [createCspm(client), createNewHub(client)];
  const hubs = productArn === undefined ? [cspm, newHub] : [isOfNewHub(productArn) ? newHub : cspm];
  for (const hub of hubs) {
    // The second is asked only where the first has none.
    // oxlint-disable-next-line no-await-in-loop
    const found = (await orNull(hub.find(findingId, productArn), ...switchedOff)) ?? [];
    if (found.length > 0) return found.map((finding) => ({ hub, finding }));
  }
  return [];
}

/** The one finding that is meant; null where it is gone, or no longer the only one. */
export async function findTheOne(client: Clients['securityhub'], asked: Asked): Promise<Found | null> {
  const [found, ...others] = await findFindings(client, asked);
  return found === undefined || others.length > 0 ? null : found;
}
