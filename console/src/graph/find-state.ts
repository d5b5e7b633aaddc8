import { listStates, type Machine, type State } from './machine.ts';

/** The state with this id, else the one that it was folded into: a link to `isolate: Plan` also finds the step. */
export function findState(machine: Machine, id: string | null): State | null {
  if (id === null || id === '') return null;
  const states = listStates(machine);
  return (
    states.find((state) => state.id === id) ?? states.findLast(({ members }) => members.includes(id)) ?? null
  );
}
