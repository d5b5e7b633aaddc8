import diff from 'microdiff';
import type { Plan } from '../core/plan.ts';

/** One value that a plan changes; null where there is none. */
export interface ValueChange {
  /** Such as `interfaces.eni-1.groups.0`; `state` for the whole. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

function show(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** What a plan changes, value by value. */
export function describeChange({ before, after }: Pick<Plan, 'before' | 'after'>): readonly ValueChange[] {
  return diff({ state: before }, { state: after }).map((change) => ({
    path: change.path.slice(1).join('.') || 'state',
    before: change.type === 'CREATE' ? null : show(change.oldValue),
    after: change.type === 'REMOVE' ? null : show(change.value),
  }));
}
