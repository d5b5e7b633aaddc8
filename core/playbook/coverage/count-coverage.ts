import type { Catalog } from '../../action-spec.ts';
import type { Playbook } from '../schema.ts';
import { listWays, type Way, wayKey } from './list-ways.ts';

/** How much of what there is was shown. */
export interface Share {
  readonly covered: number;
  readonly total: number;
}

export interface PlaybookCoverage {
  readonly steps: Share;
  readonly branches: Share;
  readonly undos: Share;
  readonly missing: readonly Way[];
}

/** What the cases of one playbook reached of all that it has. */
export function countCoverage(
  playbook: Playbook,
  catalog: Catalog,
  reached: ReadonlySet<string>,
): PlaybookCoverage {
  const all = listWays(playbook, catalog);
  const missing = all.filter((way) => !reached.has(wayKey(way)));
  const share = (kind: Way['kind']): Share => {
    const total = all.filter((way) => way.kind === kind).length;
    return { total, covered: total - missing.filter((way) => way.kind === kind).length };
  };
  return { steps: share('step'), branches: share('branch'), undos: share('undo'), missing };
}

export const addShares = (shares: readonly Share[]): Share => ({
  covered: shares.reduce((sum, { covered }) => sum + covered, 0),
  total: shares.reduce((sum, { total }) => sum + total, 0),
});

/** In whole percents, rounded down: only all of it is 100. Of nothing, all is covered. */
export const percentOf = ({ covered, total }: Share): number =>
  total === 0 ? 100 : Math.floor((covered / total) * 100);
