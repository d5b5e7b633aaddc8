import type { Machine, State } from '../machine.ts';
import { bypassPlumbing } from './bypass-plumbing.ts';
import { inlineGuards } from './inline-guards.ts';
import { joinSteps } from './join-steps.ts';

/** Whether a machine was compiled from a playbook (core/playbook/compile/machine.ts): only that can be folded. */
export function isPlaybook({ startAt, states }: Machine): boolean {
  const names = new Set(states.map(({ id }) => id));
  return startAt === 'Begin' && ['Steps', 'Ended', 'End'].every((name) => names.has(name));
}

/** Whether a state of a folded machine can be unfolded into those that it stands for, or is. */
export const canUnfold = ({ members, machines }: State): boolean =>
  members.length > 1 && machines.every(({ states }) => states.every((state) => members.includes(state.id)));

/**
 * The machine as its playbook reads: a node for each step instead of its five to twelve states, without the
 * wrappers and passes that the compiler adds for errors and variables. `unfolded` are ids of nodes to show whole.
 */
export const foldPlaybook = (machine: Machine, unfolded: ReadonlySet<string> = new Set()): Machine =>
  joinSteps(bypassPlumbing(inlineGuards(machine)), unfolded);
