import type { Json } from '../../../core/json.ts';
import { cleanResult, setOwn, UnsupportedResult } from './clean-result.ts';
import { compileExpression, type EvaluationScope, type Expression } from './expression.ts';

/** A JSON value of a definition in which strings like `{% … %}` are expressions. */
export type Template =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly location: string }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Template])[] };

/** An expression that gave no usable value: `States.QueryEvaluationError`, with the second half of its cause. */
export class EvaluationProblem extends Error {
  override readonly name = 'EvaluationProblem';
  /** The field, such as `Arguments/FunctionName`; absent where AWS names none. */
  readonly location: string | undefined;
  /** The state had begun its work: the event points at its entry. */
  readonly afterEntry: boolean;
  constructor(reason: string, location: string | undefined, afterEntry: boolean = false) {
    super(reason);
    this.location = location;
    this.afterEntry = afterEntry;
  }
}

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The source between the markers, or undefined: a string must begin with `{%` and end with `%}` exactly. */
export function expressionSource(text: string): string | undefined {
  return EXPRESSION.exec(text)?.[1]?.trim();
}

/** Throws jsonata's error for a malformed expression; `location` names the field in later causes. */
export function compileTemplate(json: Json, location: string): Template {
  if (typeof json === 'string') return compileString(json, location);
  if (typeof json !== 'object' || json === null) return { kind: 'constant', value: json };
  if (Array.isArray(json)) {
    const items = (json as readonly Json[]).map((item, index) =>
      compileTemplate(item, `${location}[${index}]`),
    );
    return items.every(isConstant) ? { kind: 'constant', value: json } : { kind: 'array', items };
  }
  const entries = Object.entries(json as Readonly<Record<string, Json>>).map(
    ([key, inner]) => [key, compileTemplate(inner, `${location}/${key}`)] as const,
  );
  return entries.every(([, inner]) => isConstant(inner))
    ? { kind: 'constant', value: json }
    : { kind: 'object', entries };
}

const isConstant = (template: Template): boolean => template.kind === 'constant';

function compileString(text: string, location: string): Template {
  const source = expressionSource(text);
  if (source === undefined) return { kind: 'constant', value: text };
  return { kind: 'expression', expression: compileExpression(source), location };
}

/**
 * Evaluates at once where every expression met is plain, otherwise in a promise; one expression after
 * the other, in the order of the definition. Fails with {@link EvaluationProblem}.
 */
export function evaluateTemplate(template: Template, scope: EvaluationScope): Json | Promise<Json> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, template.location, scope);
    case 'array':
      return evaluateArray(template.items, scope, []);
    case 'object':
      return evaluateObject(template.entries, scope, {});
  }
}

function evaluateArray(
  items: readonly Template[],
  scope: EvaluationScope,
  done: Json[],
): Json | Promise<Json> {
  for (let index = done.length; index < items.length; index += 1) {
    const item = items[index];
    if (!item) break;
    const value = evaluateTemplate(item, scope);
    if (value instanceof Promise) {
      return value.then((settled) => evaluateArray(items, scope, [...done, settled]));
    }
    done.push(value);
  }
  return done;
}

type Entries = readonly (readonly [string, Template])[];

function evaluateObject(
  entries: Entries,
  scope: EvaluationScope,
  done: Record<string, Json>,
): Json | Promise<Json> {
  for (const [index, [key, inner]] of entries.entries()) {
    const value = evaluateTemplate(inner, scope);
    if (value instanceof Promise) {
      return value.then((settled) => evaluateRest({ done, key, settled }, entries.slice(index + 1), scope));
    }
    setOwn(done, key, value);
  }
  return done;
}

function evaluateRest(
  so: { readonly done: Record<string, Json>; readonly key: string; readonly settled: Json },
  rest: Entries,
  scope: EvaluationScope,
): Json | Promise<Json> {
  setOwn(so.done, so.key, so.settled);
  return evaluateObject(rest, scope, so.done);
}

/** The JSON value of one expression; `location` goes into the problem. */
function evaluateExpression(
  expression: Expression,
  location: string,
  scope: EvaluationScope,
): Json | Promise<Json> {
  const value = expression.evaluate(scope);
  // a plain expression gives JSON that is clean already
  if (!(value instanceof Promise)) return value as Json;
  return value.then(
    (settled) => checkResult(settled, expression, location),
    (error: unknown) => {
      throw new EvaluationProblem(
        `${quote(expression, location)} threw an error during evaluation${describe(error)}`,
        location,
      );
    },
  );
}

function checkResult(value: unknown, expression: Expression, location: string): Json {
  if (value === undefined) {
    throw new EvaluationProblem(`${quote(expression, location)} returned nothing (undefined).`, location);
  }
  try {
    return cleanResult(value);
  } catch (error) {
    if (!(error instanceof UnsupportedResult)) throw error;
    throw new EvaluationProblem(
      `${quote(expression, location)} returned an unsupported result type.`,
      location,
    );
  }
}

const quote = (expression: Expression, location: string): string =>
  `The JSONata expression '${expression.source}' specified for the field '${location}'`;

/** The end of the sentence. jsonata's errors are no Error instances; limits, and the JavaScript engine, have no code. */
function describe(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return code ? `. ${code}: ${message ?? ''}` : `: ${message ?? String(error)}`;
}

/** A value of the wrong JSON type: the problem says what was expected, and quotes the value. */
export function typeProblem(
  template: Template,
  location: string,
  expected: string,
  value: Json,
): EvaluationProblem {
  const was = `Expected '${expected}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`;
  const start =
    template.kind === 'expression' ? quote(template.expression, location) : `The field '${location}'`;
  return new EvaluationProblem(`${start} returned an unexpected result type. ${was}`, location);
}

export function jsonType(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
