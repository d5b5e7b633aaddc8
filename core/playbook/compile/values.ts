import type { Json } from '../../json.ts';
import { Resource } from '../../finding.ts';
import { rewriteExpression } from '../expressions/rewrite-expression.ts';
import { type Path, toPointer } from '../../json-pointer.ts';
import type { Asl, Frame } from './frame.ts';

const resourceKinds: readonly string[] = Resource.options.map(({ shape }) => shape.kind.value);

/** Compiles an expression that stands at `at` under the step; what is wrong with it becomes a problem. */
export function compileExpression(text: string, at: Path, frame: Frame): string {
  return `{% ${compileSource(text, at, frame)} %}`;
}

/** As `compileExpression`, without the marks: to stand within a larger expression. */
export function compileSource(text: string, at: Path, { build, scope, path }: Frame): string {
  const { steps, items } = scope;
  const names = { steps, items, allSteps: build.allSteps, kinds: resourceKinds };
  const rewritten = rewriteExpression(text.slice(2, -2).trim(), names);
  if (rewritten.ok) return rewritten.text;
  const pointer = toPointer([...path, ...at]);
  for (const fault of rewritten.faults) build.problems.push({ pointer, value: text, ...fault });
  return 'null';
}

/** Compiles a value whose strings may be expressions, at any depth. */
export function compileValue(value: Json, at: Path, frame: Frame): Asl {
  if (typeof value === 'string') return compileText(value, at, frame);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item, index) => compileValue(item, [...at, index], frame));
  }
  const members = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [key, compileValue(item, [...at, key], frame)]));
}

/** Compiles a text: a literal, or one whole expression. */
export function compileText(text: string, at: Path, frame: Frame): string {
  if (isExpression(text)) return compileExpression(text, at, frame);
  const pointer = toPointer([...frame.path, ...at]);
  if (text.includes('{%')) {
    frame.build.problems.push({
      pointer,
      value: text,
      message: 'holds an expression inside a text',
      remedy: "make the whole value one expression: {% 'text ' & $finding.title %}",
    });
  }
  return text;
}

export const isExpression = (text: string) => text.startsWith('{%') && text.endsWith('%}');
