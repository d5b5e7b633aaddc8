import { readPointer } from './json-pointer.ts';

/** A part of a text: UTF-16 offsets, the second one beyond it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Sticky: one token of JSON, after white space. The text was parsed before: what is no bracket is a scalar. */
const token = /[ \t\n\r]*([{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+)/y;

interface Token extends Range {
  readonly text: string;
}

/**
 * Where a JSON pointer leads in a text that is JSON: to a value; where there is none, to the bracket that begins the
 * innermost object or list that it leads through. As in JSON.parse, the last of several members with one name holds.
 */
export function locatePointer(text: string, pointer: string): Range {
  const read = createReader(text);
  const path = readPointer(pointer);
  let found = read.value();
  for (const key of path) {
    const inner = findChild(text, found, key);
    if (inner === undefined)
      return isContainer(text, found) ? { from: found.from, to: found.from + 1 } : found;
    found = inner;
  }
  return found;
}

const isContainer = (text: string, { from }: Range): boolean => '{['.includes(text.charAt(from));

function findChild(text: string, { from }: Range, key: string): Range | undefined {
  const read = createReader(text, from);
  const open = read.next().text;
  if (open === '[') return findItem(read, Number(key));
  if (open !== '{') return undefined;
  let found: Range | undefined;
  for (let name = read.next(); name.text !== '}' && name.text !== ''; name = read.next()) {
    if (name.text === ',') continue;
    read.next(); // the colon
    const value = read.value();
    if (JSON.parse(name.text) === key) found = value;
  }
  return found;
}

function findItem(read: Reader, wanted: number): Range | undefined {
  for (let index = 0; read.peek().text !== ']' && read.peek().text !== ''; index += 1) {
    const value = read.value();
    if (index === wanted) return value;
    if (read.peek().text === ',') read.next();
  }
  return undefined;
}

interface Reader {
  next(): Token;
  peek(): Token;
  /** Reads on beyond a whole value. */
  value(): Range;
}

function createReader(text: string, start = 0): Reader {
  let at = start;
  const next = (): Token => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) return { text: '', from: at, to: at };
    at += match[0].length;
    const found = match[1] ?? '';
    return { text: found, from: at - found.length, to: at };
  };
  const value = (): Range => {
    const first = next();
    let last = first;
    for (let depth = depthOf(first); depth > 0 && last.text !== ''; depth += depthOf(last)) last = next();
    return { from: first.from, to: last.to };
  };
  return {
    next,
    value,
    peek: () => {
      const before = at;
      const found = next();
      at = before;
      return found;
    },
  };
}

const depthOf = ({ text }: Token): number => {
  if (text === '{' || text === '[') return 1;
  return text === '}' || text === ']' ? -1 : 0;
};
