import jsonata from 'jsonata';
import { type Matcher, RE2JS } from 're2js';

/** What jsonata asks of a regular expression. */
interface Match extends Array<string | undefined> {
  readonly index: number;
}

/**
 * A regular expression whose time grows with the text alone. JavaScript's own goes back over `(a+)+` so often that 30
 * characters take hours, and nothing can interrupt it. RE2 has the same syntax without lookaround and backreferences.
 * https://github.com/google/re2/wiki/Syntax
 */
class BoundedRegExp {
  readonly source: string;
  lastIndex = 0;
  readonly #pattern: RE2JS;
  #current: { readonly text: string; readonly matcher: Matcher } | undefined;

  constructor(expression: RegExp) {
    this.source = expression.source;
    this.#pattern = compileBounded(expression);
  }

  /** From `lastIndex` on, which it moves behind the match, as a global expression of JavaScript does. */
  exec(text: string): Match | null {
    const matcher = this.#matcherOf(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from(
      { length: matcher.groupCount() + 1 },
      (_, at) => matcher.group(at) ?? undefined,
    );
    return Object.assign(groups, { index: matcher.start() });
  }

  #matcherOf(text: string): Matcher {
    if (this.#current?.text !== text) this.#current = { text, matcher: this.#pattern.matcher(text) };
    return this.#current.matcher;
  }
}

/** jsonata makes one anew for each evaluation, of the same literal. */
const compiled = new WeakMap<RegExp, RE2JS>();

function compileBounded(expression: RegExp): RE2JS {
  const known = compiled.get(expression);
  if (known) return known;
  const { source, ignoreCase, multiline } = expression;
  const flags = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0);
  const pattern = RE2JS.compile(RE2JS.translateRegExp(source), flags);
  compiled.set(expression, pattern);
  return pattern;
}

/** Why `expression` cannot be bounded; undefined where it can. */
export function findUnbounded(expression: RegExp): string | undefined {
  try {
    compileBounded(expression);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** For every expression from now on. jsonata keeps one class for all, and every parse by anyone would set it back. */
export function useBoundedRegExps(): void {
  Object.defineProperty(jsonata, 'RegexEngine', {
    configurable: true,
    get: () => BoundedRegExp,
    set: () => {},
  });
}
