import jsonata from 'jsonata';
import { findUnbounded, useBoundedRegExps } from './bounded-regexp.ts';
import { compilePlain } from './plain-expression.ts';
import { NOT_PLAIN } from './plain-path.ts';
import { createBudget, HIDDEN_BUDGET, limitEvaluation, walkNodes, type JsonataNode } from './limits.ts';
import { namesInherited, withoutPrototypes } from './inherited-names.ts';
import { addFunctions, HIDDEN_NOW, HIDDEN_RANDOM } from './functions.ts';

/** What `$states` holds. `result` and `errorOutput` exist only in the fields that may use them. */
export interface StatesObject {
  readonly input: unknown;
  readonly context: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
}

/** All that an expression can see. */
export interface EvaluationScope {
  readonly states: StatesObject;
  variable(name: string): unknown;
  /** Every visible variable, for the interpreter proper. */
  variables(): Record<string, unknown>;
  readonly now: number;
  random(): number;
}

/** An expression between `{%` and `%}`, parsed once. */
export interface Expression {
  /** Without the markers and the white space around it: as error causes quote it. */
  readonly source: string;
  readonly ast: JsonataNode;
  /**
   * At once the JSON value of a plain expression; otherwise a promise of jsonata's raw result, which rejects with
   * jsonata's own errors.
   */
  evaluate(scope: EvaluationScope): unknown;
}

/** More distinct expressions than any set of machines has; beyond it, those at hand are parsed anew. */
const MOST_REMEMBERED = 10_000;
const remembered = new Map<string, Expression>();

/**
 * Parses and readies `source`. Throws jsonata's error (`code`, `message`, `position`) where it is malformed.
 * Expressions hold no state, and playbooks repeat theirs a hundred times: the same text gives the same one.
 */
export function compileExpression(source: string): Expression {
  const known = remembered.get(source);
  if (known) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const expression = parseExpression(source);
  remembered.set(source, expression);
  return expression;
}

function parseExpression(source: string): Expression {
  const compiled = jsonata(source);
  const ast = compiled.ast() as unknown as JsonataNode;
  useBoundedRegExps();
  refuseUnbounded(ast);
  addFunctions(compiled);
  limitEvaluation(compiled, ast);
  const plain = compilePlain(ast);
  const guarded = namesInherited(ast);
  const names = namesIn(ast);
  const evaluateFully = (scope: EvaluationScope): Promise<unknown> => {
    const bindings = toBindings(scope, names);
    return compiled.evaluate(undefined, guarded ? withoutPrototypes(bindings) : bindings) as Promise<unknown>;
  };
  return {
    source,
    ast,
    evaluate(scope) {
      const value = plain ? plain(scope) : NOT_PLAIN;
      return value === NOT_PLAIN ? evaluateFully(scope) : value;
    },
  };
}

/** Shaped like jsonata's own errors. */
function refuseUnbounded(ast: JsonataNode): void {
  for (const { type, value, position } of walkNodes(ast)) {
    if (type !== 'regex') continue;
    const reason = findUnbounded(value as RegExp);
    if (reason === undefined) continue;
    throw {
      message: `the time of /${(value as RegExp).source}/ has no bound (${reason}); write it as RE2 takes it`,
      position,
    };
  }
}

/** Nodes that look variables up by names which the expression does not spell out. */
const LOOKING_FURTHER: ReadonlySet<string> = new Set(['partial', 'transform']);

/** Every name in the expression: no other variable can be asked for. Undefined where that cannot be said. */
function namesIn(ast: JsonataNode): readonly string[] | undefined {
  const names = new Set<string>();
  for (const { type, value } of walkNodes(ast)) {
    if (LOOKING_FURTHER.has(type)) return undefined;
    if (typeof value === 'string') names.add(value);
  }
  return [...names];
}

function toBindings(scope: EvaluationScope, names: readonly string[] | undefined): Record<string, unknown> {
  const bindings = names ? variablesOf(scope, names) : scope.variables();
  bindings['states'] = scope.states;
  bindings[HIDDEN_NOW] = scope.now;
  bindings[HIDDEN_RANDOM] = () => scope.random();
  bindings[HIDDEN_BUDGET] = createBudget();
  return bindings;
}

function variablesOf(scope: EvaluationScope, names: readonly string[]): Record<string, unknown> {
  const bindings = Object.create(null) as Record<string, unknown>;
  for (const name of names) {
    const value = scope.variable(name);
    if (value !== undefined) bindings[name] = value;
  }
  return bindings;
}
