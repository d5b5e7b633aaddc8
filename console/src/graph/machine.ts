/** A state machine as the console draws it: an Amazon States Language definition without what only a machine needs. */
export interface Machine {
  readonly startAt: string;
  /** In the order of the definition. */
  readonly states: readonly State[];
}

export type StateType = 'Task' | 'Choice' | 'Parallel' | 'Map' | 'Pass' | 'Wait' | 'Succeed' | 'Fail';

/** The steps of a playbook: each becomes several states, which the playbook view folds into one again. */
export type StepKind =
  | 'action'
  | 'approval'
  | 'notify'
  | 'wait'
  | 'choice'
  | 'parallel'
  | 'forEach'
  | 'playbook';

export interface State {
  /** Unique within the whole machine: Step Functions asks for it. */
  readonly id: string;
  readonly title: string;
  readonly kind: StateType | StepKind;
  /** What it does, in a few words: the action it takes, what it waits for. */
  readonly detail: string | null;
  /** Under which condition it does anything at all; null: always. */
  readonly condition: string | null;
  /** The names of the states that it stands for: its own, or those that were folded into it. */
  readonly members: readonly string[];
  readonly ways: readonly Way[];
  /** The branches of a Parallel state, or the one processor of a Map. */
  readonly machines: readonly Machine[];
}

/** Where a state leads. A state has at most one way of either kind to the same place. */
export interface Way {
  /** The state; null: the end of the machine that it stands in. */
  readonly to: string | null;
  /** Whether it is taken when the state fails. */
  readonly failure: boolean;
  /** Under which condition, or after which errors; null: always, or after any. */
  readonly label: string | null;
}

/** All states, those within others too, each before what is in it. */
export function listStates({ states }: Machine): State[] {
  return states.flatMap((state) => [state, ...state.machines.flatMap(listStates)]);
}

/** Ways to the same place become one, its labels joined. */
export function mergeWays(ways: readonly Way[]): Way[] {
  const merged = new Map<string, Way>();
  for (const way of ways) {
    const key = `${way.failure} ${way.to}`;
    const other = merged.get(key);
    merged.set(key, other === undefined ? way : { ...other, label: joinLabels(other.label, way.label) });
  }
  const all = [...merged.values()];
  const normal = all.filter(({ failure }) => !failure);
  return normal.length === 1 ? all.map(withoutChoice) : all;
}

/** Where all rules of a choice lead to one place there is nothing to choose. */
const withoutChoice = (way: Way): Way =>
  !way.failure && way.label?.endsWith(OTHERWISE) ? { ...way, label: null } : way;

/** The label of the way that is left when no rule holds. */
export const OTHERWISE = 'otherwise';

/** What is always so needs no conditions beside it. */
function joinLabels(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one === other ? one : `${one} or ${other}`;
}
