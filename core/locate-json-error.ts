/** Sticky: one token with the white space before it. Strings are unrolled, so that none backtracks. */
const token =
  // oxlint-disable-next-line no-control-regex -- JSON forbids control characters inside strings
  /[ \t\n\r]*(?:[{}[\],:]|"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** What may stand next. */
type Expectation = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end';

interface Scan {
  readonly stack: ('{' | '[')[];
  expects: Expectation;
}

/** Where a text stops being JSON (a UTF-16 offset), and what is wrong there. */
export interface JsonError {
  readonly at: number;
  readonly reason: string;
}

/**
 * Says in one line where a text stops being JSON, and tells "cut off" from "wrong". For texts that
 * JSON.parse refused: its own messages have no position in half of the cases, and quote the input.
 */
export function locateJsonError(text: string): JsonError {
  const scan: Scan = { stack: [], expects: 'value' };
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const match = token.exec(text);
    const found = match?.[0].trimStart();
    if (match === null || found === undefined || !accept(scan, found)) break;
    at += match[0].length;
  }
  at += /^[ \t\n\r]*/.exec(text.slice(at, at + 4096))?.[0].length ?? 0;
  return { at: Math.min(at, text.length), reason: describe(text, at, scan.expects) };
}

function describe(text: string, at: number, expects: Expectation): string {
  if (isCutOff(text.slice(at))) {
    return `it is cut off at character ${text.length} (the value begun at ${at} has no end); it may not have been written whole`;
  }
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const got = at < text.length ? JSON.stringify(text.slice(at, at + 1)) : 'the end';
  return `it is not JSON: ${got} at line ${line}, column ${column}, where ${wording[expects]} must stand; correct it there`;
}

const wording: Readonly<Record<Expectation, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or "}"',
  ':': '":"',
  ', or ]': '"," or "]"',
  ', or }': '"," or "}"',
  end: 'nothing more',
};

/** Nothing is left, or what is left could still become one token. */
function isCutOff(rest: string): boolean {
  if (rest === '') return true;
  if (rest.startsWith('"')) return !/[\n\r]/.test(rest) && !closesString(rest);
  return (
    ['true', 'false', 'null'].some((word) => word.startsWith(rest)) ||
    /^-$|^-?\d+(\.|(\.\d+)?[eE][+-]?)$/.test(rest)
  );
}

function closesString(rest: string): boolean {
  for (let i = 1; i < rest.length; i += 1) {
    if (rest[i] === '\\') i += 1;
    else if (rest[i] === '"') return true;
  }
  return false;
}

function accept(scan: Scan, found: string): boolean {
  const kind = kindOf(found);
  const next = steps[scan.expects][kind];
  if (next === undefined) return false;
  next(scan);
  return true;
}

type Kind = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'scalar';

function kindOf(found: string): Kind {
  const first = found.charAt(0);
  if (first === '"') return 'string';
  return '{}[],:'.includes(first) ? (first as Kind) : 'scalar';
}

type Steps = Partial<Record<Kind, (scan: Scan) => void>>;

const closed = (scan: Scan) => {
  const inside = scan.stack.at(-1);
  scan.expects = inside === undefined ? 'end' : inside === '{' ? ', or }' : ', or ]';
};
const close = (scan: Scan) => {
  scan.stack.pop();
  closed(scan);
};
const open = (bracket: '{' | '[') => (scan: Scan) => {
  scan.stack.push(bracket);
  scan.expects = bracket === '{' ? 'key or }' : 'value or ]';
};
const then = (expects: Expectation) => (scan: Scan) => {
  scan.expects = expects;
};
const value: Steps = { '{': open('{'), '[': open('['), string: closed, scalar: closed };

const steps: Readonly<Record<Expectation, Steps>> = {
  value,
  'value or ]': { ...value, ']': close },
  key: { string: then(':') },
  'key or }': { string: then(':'), '}': close },
  ':': { ':': then('value') },
  ', or ]': { ',': then('value'), ']': close },
  ', or }': { ',': then('key'), '}': close },
  end: {},
};
