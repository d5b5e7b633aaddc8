import diff from 'microdiff';
import type { Plan } from '../../../core/plan.ts';
import type { Terminal } from '../terminal.ts';

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What the plan changes, one line for each value that differs. */
export function renderChange(
  { paint }: Terminal,
  { before, after }: Pick<Plan, 'before' | 'after'>,
): string[] {
  return diff({ state: before }, { state: after }).map((change) => {
    const path = change.path.slice(1).join('.');
    const was = change.type === 'CREATE' ? '–' : show(change.oldValue);
    const is = change.type === 'REMOVE' ? '–' : show(change.value);
    return `${path === '' ? 'state' : path}: ${paint('red', was)} → ${paint('green', is)}`;
  });
}
