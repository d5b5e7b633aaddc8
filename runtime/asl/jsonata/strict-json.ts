import { findDuplicateKeys } from '../definition/duplicate-keys.ts';

/** JSON.parse, but a key that stands twice in one object is an error too. */
export function parseStrictJson(text: string): unknown {
  const value = JSON.parse(text) as unknown;
  const [duplicate] = findDuplicateKeys(text);
  if (duplicate) throw new SyntaxError(duplicate.reason);
  return value;
}
