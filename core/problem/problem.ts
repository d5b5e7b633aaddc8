import type { Json } from '../json.ts';

/** One thing that is wrong with a file or a request, where it stands, and what to do about it. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the file; empty for the whole. */
  readonly pointer: string;
  readonly message: string;
  /** What stands there; undefined where something is missing. */
  readonly value: Json | undefined;
  readonly remedy: string;
}

const LONGEST_VALUE = 120;

/** One line: where, what, the value got, the remedy. */
export const describeProblem = (problem: Problem): string =>
  `${problem.pointer === '' ? 'the file' : problem.pointer}: ${describeFault(problem)}; ${problem.remedy}`;

/** What, and the value got. */
export function describeFault({ message, value }: Problem): string {
  const text = value === undefined ? undefined : JSON.stringify(value);
  const short = text && text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return `${message}${short ? `, got ${short}` : ''}`;
}

/** In the order of the file, with `/steps/2` before `/steps/10`. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => comparePointers(a.pointer, b.pointer));
}

function comparePointers(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareKeys(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const numeric = Number(a) - Number(b);
  return Number.isNaN(numeric) ? (a < b ? -1 : 1) : numeric;
}
