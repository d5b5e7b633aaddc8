import type { Machine, State } from '../machine.ts';

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly failure: boolean;
  readonly label: string | null;
}

/** The ids of the marks where a machine starts and ends; null: none is drawn. */
export interface Marks {
  readonly start: string | null;
  readonly end: string | null;
}

/**
 * The outermost machine has both. One within a state has an end only where a state may either end it or go on:
 * that could not be seen otherwise.
 */
export function marksOf({ states }: Machine, within: string | null): Marks {
  if (within === null) return { start: '(start)', end: '(end)' };
  return { start: null, end: states.some(mayEnd) ? `(end of ${within})` : null };
}

const mayEnd = ({ ways }: State): boolean => ways.length > 1 && ways.some(({ to }) => to === null);

/** The lines of one machine. What leads to a state that is not there is left out: the text may be half typed. */
export function linksOf({ startAt, states }: Machine, { start, end }: Marks): Link[] {
  const known = new Set(states.map(({ id }) => id));
  const entry = start !== null && known.has(startAt) ? [link(start, startAt, false, null)] : [];
  const ways = states.flatMap(({ id, ways: all }) =>
    all.flatMap(({ to, failure, label }) => {
      const target = to ?? end;
      const drawn = target !== null && (to === null || known.has(to));
      return drawn ? [link(id, target, failure, label)] : [];
    }),
  );
  return [...entry, ...ways];
}

const link = (from: string, to: string, failure: boolean, label: string | null): Link => ({
  id: `${from} → ${to}${failure ? ' after a failure' : ''}`,
  from,
  to,
  failure,
  label,
});
