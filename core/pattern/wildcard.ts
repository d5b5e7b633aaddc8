export type Wildcard =
  | { readonly ok: true; readonly matches: (text: string) => boolean }
  | { readonly ok: false; readonly problem: string };

/**
 * `*` stands for any run of characters, also none; `\*` and `\\` for themselves. As in EventBridge, two
 * wildcards in a row and other escapes are refused.
 */
export function compileWildcard(pattern: string): Wildcard {
  const parts: string[] = [''];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '*') {
      if (pattern.charAt(at + 1) === '*') {
        return { ok: false, problem: `two wildcards in a row at character ${at}; write one` };
      }
      parts.push('');
      continue;
    }
    const literal = char === '\\' ? unescape(pattern.charAt(at + 1)) : char;
    if (literal === undefined) {
      return {
        ok: false,
        problem: `the escape at character ${at} is neither \\* nor \\\\; write \\\\ for a backslash`,
      };
    }
    parts.push((parts.pop() ?? '') + literal);
    if (char === '\\') at += 1;
  }
  return { ok: true, matches: matchParts(parts) };
}

const unescape = (char: string) => (char === '*' || char === '\\' ? char : undefined);

/**
 * True for texts that are these parts, with anything in between. Each part is looked for once, from left to right:
 * it never goes back, whatever the text.
 */
export function matchParts(parts: readonly string[]): (text: string) => boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const part of others) {
      const found = text.indexOf(part, from);
      if (found === -1 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}
