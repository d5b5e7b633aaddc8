import { listStates, type Machine, type State } from '../machine.ts';
import { sumUp, type StateStatus, type VisitsByState } from './sum-up.ts';

const URGENT: readonly StateStatus[] = ['failed', 'running'];

/** The state that one wants to see first: what failed, else what is going on; null: nothing of both. */
export function findUrgent(machine: Machine, visits: VisitsByState): State | null {
  // What is within a Parallel or Map says more than that it failed too.
  const states = listStates(machine).filter(({ machines }) => machines.length === 0);
  const found = URGENT.map((status) => states.find((state) => sumUp(state, visits).status === status));
  return found.find((state) => state !== undefined) ?? null;
}
