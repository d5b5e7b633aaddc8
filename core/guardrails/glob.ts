/**
 * True when `text` as a whole matches `pattern`, in which `*` stands for any text, the empty one too. Case
 * does not count: IAM names are unique regardless of it, and a limit had better match too much.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const value = text.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = value.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
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
