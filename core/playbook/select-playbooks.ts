import type { Json } from '../json.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import type { Playbook } from './schema.ts';

/** What triggers are matched against: `{ finding, risk, incident }`. */
export interface TriggerSubject {
  readonly finding: unknown;
  readonly risk: unknown;
  readonly incident: unknown;
}

/** Its trigger is a pattern that was checked before. */
interface Triggered extends Pick<Playbook, 'id' | 'priority'> {
  readonly trigger?: unknown;
}

/**
 * Compiles the triggers once. The selector gives the playbooks that match, by priority, then id; one without a trigger
 * is never among them.
 * @throws TypeError for a trigger that `parsePlaybook` would have refused
 */
export function createSelector<T extends Triggered>(
  playbooks: readonly T[],
): (subject: TriggerSubject) => readonly T[] {
  const ordered = playbooks.toSorted(compareOrder).flatMap(compileTrigger);
  return (subject) => ordered.filter(({ matches }) => matches(subject)).map(({ playbook }) => playbook);
}

function compareOrder(a: Triggered, b: Triggered): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : 1);
}

function compileTrigger<T extends Triggered>(playbook: T) {
  const { id, trigger } = playbook;
  if (trigger === undefined) return [];
  const compiled = compilePattern(trigger as Json);
  if (!compiled.ok) throw new TypeError(`the trigger of playbook ${id} is not a pattern`);
  return [{ playbook, matches: compiled.matches }];
}
