import type { State } from '../machine.ts';
import { partsOf } from '../fold/state-names.ts';
import type { Visit, VisitStatus } from './visit.ts';

/**
 * How it stands with a state, or with all states of a step. `skipped`: its condition did not hold; `entered`: a
 * rehearsal came through it.
 */
export type StateStatus = VisitStatus | 'skipped' | 'entered' | 'idle';

export interface StateSummary {
  readonly status: StateStatus;
  /** How often the busiest of its states was entered: in loops and iterations more than once. */
  readonly times: number;
  readonly retries: number;
}

export const IDLE: StateSummary = { status: 'idle', times: 0, retries: 0 };

export type VisitsByState = ReadonlyMap<string, readonly Visit[]>;

export const groupVisits = (visits: readonly Visit[]): VisitsByState =>
  Map.groupBy(visits, ({ state }) => state);

/** What the graph shows of a node. */
export function sumUp({ members }: Pick<State, 'members'>, visits: VisitsByState): StateSummary {
  const entered = members.filter((name) => visits.has(name));
  if (entered.length === 0) return IDLE;
  const all = entered.flatMap((name) => visits.get(name) ?? []);
  return {
    status: members.length === 1 ? statusOf(all) : statusOfStep(entered, all),
    times: Math.max(...entered.map((name) => visits.get(name)?.length ?? 0)),
    retries: all.reduce((sum, { retries }) => sum + retries, 0),
  };
}

/** What a rehearsal tells: only which states it came through. */
export function lightUp({ members }: Pick<State, 'members'>, entered: ReadonlySet<string>): StateSummary {
  const lit = members.filter((name) => entered.has(name));
  if (lit.length === 0) return IDLE;
  return { status: onlyAsked(lit) ? 'skipped' : 'entered', times: 1, retries: 0 };
}

/** Whether a step was left as soon as its condition was known. */
const onlyAsked = (entered: readonly string[]): boolean =>
  entered.every((name) => partsOf(name).phase === 'When');

/** What needs to be looked at comes first. */
const ORDER: readonly VisitStatus[] = ['running', 'failed', 'caught', 'cancelled'];

const statusOf = (visits: readonly Visit[]): StateStatus =>
  ORDER.find((status) => visits.some((visit) => visit.status === status)) ?? 'succeeded';

/**
 * Within a step a Catch may be its ordinary way: a question that nobody answered yet is asked again. It failed where
 * its last phase did, or where that records a failure.
 */
function statusOfStep(entered: readonly string[], visits: readonly Visit[]): StateStatus {
  if (onlyAsked(entered)) return 'skipped';
  const urgent = statusOf(visits.filter(({ status }) => status !== 'caught'));
  if (urgent !== 'succeeded') return urgent;
  const last = visits.reduce((one, other) => (other.entered.id > one.entered.id ? other : one));
  const failed = entered.some((name) => partsOf(name).phase === 'Fail');
  return last.status === 'caught' || failed ? 'caught' : 'succeeded';
}
