import diff from 'microdiff';

/** One value that differs; null on the side where there is none. */
export interface Change {
  /** Such as `interfaces.eni-1.groups.0`; `state` for the whole. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

function show(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** What differs between two JSON values, value by value. */
export const findChanges = (before: unknown, after: unknown): readonly Change[] =>
  diff({ state: before }, { state: after }).map((change) => ({
    path: change.path.slice(1).join('.') || 'state',
    before: change.type === 'CREATE' ? null : show(change.oldValue),
    after: change.type === 'REMOVE' ? null : show(change.value),
  }));
