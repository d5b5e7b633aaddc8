import * as z from 'zod';
import type { Membership } from '../scaling-groups.ts';

/** What the ledger keeps of a standby. */
export const StandbyData = z.object({
  /** Null: not looked yet. */
  before: z
    .object({
      group: z.string(),
      /** It was on standby already. */
      standby: z.boolean(),
      minSize: z.number().int(),
    })
    .nullable()
    .default(null),
  /** The minimum that we set, where the group was at it; null: nothing had to be lowered. */
  loweredTo: z.number().int().nullable().default(null),
});
export type StandbyData = z.infer<typeof StandbyData>;

export const isStandby = ({ state }: Membership): boolean =>
  state === 'Standby' || state === 'EnteringStandby';

/** It is on its way into service, or back: it can be put on standby soon. */
export const isComing = ({ state }: Membership): boolean => state.startsWith('Pending');

/** True where nobody took it out of the group, nor put it back in service, since we looked. */
export const isOurs = (membership: Membership, { before }: StandbyData): boolean =>
  before !== null && before.group === membership.group && isStandby(membership);

/**
 * The group as it was before any change of ours, and what the minimum must be lowered to, so that the instance
 * can leave. An attempt that died after it had lowered the minimum is seen through.
 */
export function weigh(membership: Membership, data: StandbyData): StandbyData {
  if (isOurs(membership, data)) return data;
  const { group, desired, minSize } = membership;
  const { before, loweredTo } = data;
  const lowered = before !== null && before.group === group && loweredTo === minSize;
  const minBefore = lowered ? before.minSize : minSize;
  const standby = isStandby(membership);
  const mustLower = !standby && desired - 1 < minBefore;
  return {
    before: { group, standby, minSize: minBefore },
    loweredTo: mustLower ? Math.max(0, desired - 1) : null,
  };
}
