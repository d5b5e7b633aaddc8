import { pointTo, type DefinitionProblem } from './problems.ts';

/** Strings, and the marks that structure JSON. Only for text that JSON.parse takes. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

interface Level {
  /** The keys so far; undefined in an array. */
  readonly keys: Set<string> | undefined;
  readonly pointer: string;
  key: string;
  index: number;
  expectsKey: boolean;
}

/** Keys that stand twice in one object: JSON.parse would keep the last without a word, and a state would be lost. */
export function findDuplicateKeys(text: string): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const levels: Level[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') levels.push(open(levels.at(-1), token === '{'));
    else if (token === '}' || token === ']') levels.pop();
    else takeToken(levels.at(-1), token, problems);
  }
  return problems;
}

function open(parent: Level | undefined, isObject: boolean): Level {
  const pointer = parent ? pointTo(parent.pointer, parent.keys ? parent.key : parent.index) : '';
  return { keys: isObject ? new Set() : undefined, pointer, key: '', index: 0, expectsKey: isObject };
}

function takeToken(level: Level | undefined, token: string, problems: DefinitionProblem[]): void {
  if (!level) return;
  if (token === ',') {
    level.index += 1;
    level.expectsKey = level.keys !== undefined;
  } else if (level.expectsKey && level.keys) {
    level.expectsKey = false;
    level.key = JSON.parse(token) as string;
    if (level.keys.has(level.key)) {
      problems.push({
        pointer: pointTo(level.pointer, level.key),
        reason: `the key "${level.key}" stands twice`,
      });
    }
    level.keys.add(level.key);
  }
}
