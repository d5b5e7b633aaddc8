import { InvalidInput } from '../../core/errors.ts';
import { findNearest } from '../../core/problem/nearest-name.ts';
import type { Subject } from '../../core/records/containment.ts';

/**
 * The action that a person means, by its id or the part after the dot; undefined: all.
 * @throws InvalidInput with what is held, when none or several are meant.
 */
export function chooseAction(
  incident: string,
  asked: string | undefined,
  held: readonly Subject[],
): string | undefined {
  if (asked === undefined) return undefined;
  const ids = [...new Set(held.map(({ action }) => action))];
  const meant = ids.includes(asked) ? [asked] : ids.filter((id) => id.endsWith(`.${asked}`));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  const what =
    meant.length > 1
      ? `${asked} may be ${meant.join(' or ')}; say which.`
      : `${incident} holds nothing by ${asked}${suggest(asked, ids)}`;
  throw new InvalidInput(`${what} It holds ${describe(held)}`);
}

function suggest(asked: string, ids: readonly string[]): string {
  const nearest = findNearest(asked, ids);
  return nearest === undefined ? '.' : `; did you mean ${nearest}?`;
}

const describe = (held: readonly Subject[]): string =>
  held.length === 0 ? 'nothing' : held.map(({ action, target }) => `${action} on ${target.id}`).join(', ');
