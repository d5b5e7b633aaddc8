import { isJsonObject, type Json } from '../json.ts';
import type { Scalar } from './operators.ts';

/** What a value of an event must be, or begin with, if one value of a pattern is to match it. */
export type Anchor = { readonly exact: Scalar } | { readonly prefix: string };

/**
 * What an index can look a pattern's value up by. Null where there is nothing to look up: such a value must be tried on
 * every event.
 * @param value one that has been compiled, so it is known to be right
 */
export function anchorOf(value: Json): Anchor | null {
  if (Array.isArray(value)) return null;
  if (!isJsonObject(value)) return { exact: value as Scalar };
  const { prefix, wildcard } = value;
  if (typeof prefix === 'string') return beginsWith(prefix);
  return typeof wildcard === 'string' ? beginsWith(/^[^*\\]*/.exec(wildcard)?.[0] ?? '') : null;
}

const beginsWith = (prefix: string): Anchor | null => (prefix === '' ? null : { prefix });
