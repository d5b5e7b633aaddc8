import * as z from 'zod';
import type { Registrations } from '../registrations.ts';
import { sameTarget, TargetRef } from '../target-groups.ts';

/** What an instance is registered with. */
const Behind = z.object({ targets: z.array(TargetRef), balancers: z.array(z.string()) });
export type Behind = z.infer<typeof Behind>;

/** What the ledger keeps: what it was registered with before us; null: not looked yet. */
export const BehindData = z.object({ before: Behind.nullable().default(null) });
export type BehindData = z.infer<typeof BehindData>;

/** So many target groups are asked, one call each. */
export const mostGroups = 200;

export const isBehindNone = ({ targets, balancers }: Behind): boolean =>
  targets.length + balancers.length === 0;

export const toBehind = ({ groups, balancers }: Registrations): Behind => ({
  targets: groups.flatMap(({ registered }) => registered),
  balancers: [...balancers],
});

/** True where somebody registered what was not registered before us: the group is as they made it. */
export const isChanged = (now: readonly TargetRef[], before: readonly TargetRef[]): boolean =>
  now.some((target) => !before.some((known) => sameTarget(known, target)));

/**
 * What it was registered with before any change of ours. What we took off still counts; where people registered
 * it otherwise since, their way does.
 */
export function beforeUs(now: Behind, before: Behind | null): Behind {
  if (before === null) return now;
  const groups = new Set([...before.targets, ...now.targets].map(({ group }) => group));
  const targets = [...groups].toSorted().flatMap((group) => {
    const ofGroup = (targets: readonly TargetRef[]) => targets.filter((item) => item.group === group);
    const [known, found] = [ofGroup(before.targets), ofGroup(now.targets)];
    return isChanged(found, known) ? found : known;
  });
  return { targets, balancers: [...new Set([...before.balancers, ...now.balancers])].toSorted() };
}
