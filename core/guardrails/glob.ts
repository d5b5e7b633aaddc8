import { matchParts } from '../pattern/wildcard.ts';

/**
 * True when `text` as a whole matches `pattern`, in which `*` stands for any text, the empty one too. Case
 * does not count: IAM names are unique regardless of it, and a limit had better match too much.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchParts(pattern.toLowerCase().split('*'))(text.toLowerCase());
}

/** The first pair of pattern and text that match. */
export function findMatch(
  patterns: readonly string[],
  texts: readonly string[],
): { readonly pattern: string; readonly text: string } | null {
  for (const pattern of patterns) {
    const text = texts.find((candidate) => matchesGlob(pattern, candidate));
    if (text !== undefined) return { pattern, text };
  }
  return null;
}
