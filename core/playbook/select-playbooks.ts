import type { Json } from '../json.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import type { Playbook } from './schema.ts';

/** What triggers are matched against: `{ finding, risk, incident }`. */
export interface TriggerSubject {
  readonly finding: unknown;
  readonly risk: unknown;
  readonly incident: unknown;
}

type Triggered = Pick<Playbook, 'id' | 'priority' | 'trigger'>;

/**
 * Compiles the triggers once. The selector gives the ids of the playbooks that match, by priority, then id;
 * a playbook without a trigger is never among them.
 * @throws TypeError for a trigger that `parsePlaybook` would have refused
 */
export function createSelector(playbooks: readonly Triggered[]): (subject: TriggerSubject) => string[] {
  const ordered = [...playbooks].sort(compareOrder).flatMap(compileTrigger);
  return (subject) => ordered.filter(({ matches }) => matches(subject)).map(({ id }) => id);
}

function compareOrder(a: Triggered, b: Triggered): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : 1);
}

function compileTrigger({ id, trigger }: Triggered) {
  if (trigger === undefined) return [];
  const compiled = compilePattern(trigger as Json);
  if (!compiled.ok) throw new TypeError(`the trigger of playbook ${id} is not a pattern`);
  return [{ id, matches: compiled.matches }];
}
