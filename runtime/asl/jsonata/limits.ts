import type { Expression as Jsonata } from 'jsonata';

/** A node of jsonata's syntax tree, as far as it is looked at here. */
export interface JsonataNode {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly JsonataNode[];
  readonly procedure?: JsonataNode;
  /** Of an array constructor, or between parentheses. */
  readonly expressions?: readonly JsonataNode[];
  /** Of an object constructor: pairs of key and value. Of an operator: what stands before it. */
  readonly lhs?: unknown;
  /** What stands after an operator. */
  readonly rhs?: unknown;
  readonly condition?: JsonataNode;
  readonly then?: JsonataNode;
  readonly else?: JsonataNode;
}

/** Step Functions ends an evaluation after one second, … */
const EVALUATION_MILLISECONDS = 1000;
/** … refuses to nest deeper (measured: 100 goes, 101 does not), … */
const DEEPEST_NESTING = 100;
/** … and to hold a larger array or text (measured: `[1..873782]` goes, one more does not). */
const LONGEST_ARRAY = 873_782;
export const LONGEST_TEXT = LONGEST_ARRAY * 8;

/** What the guards throw; shaped like jsonata's own errors, without a code. */
interface LimitError {
  readonly message: string;
}
export const memoryError = (): LimitError => ({
  message: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
});
const depthError = (): LimitError => ({
  message:
    'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
});
const timeError = (): LimitError => ({ message: 'Expression evaluation timeout: Check for infinite loop' });

/** Visits every node of a syntax tree, parents first. */
export function* walkNodes(node: unknown): Generator<JsonataNode> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && typeof (node as JsonataNode).type === 'string') yield node as JsonataNode;
  for (const inner of Object.values(node)) yield* walkNodes(inner);
}

/** Only functions written in the expression and ranges can run away: all else ends with its input. */
function needsLimit(ast: JsonataNode): boolean {
  for (const node of walkNodes(ast)) {
    if (node.type === 'lambda' || (node.type === 'binary' && node.value === '..')) return true;
  }
  return nestingOf(ast) > DEEPEST_NESTING / 2;
}

function nestingOf(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = typeof (node as JsonataNode).type === 'string' ? 1 : 0;
  return own + Object.values(node).reduce<number>((deepest, inner) => Math.max(deepest, nestingOf(inner)), 0);
}

/** jsonata evaluates the members of a constructor side by side: they count as nested, and are allowed for. */
function sideBySide(ast: JsonataNode): number {
  let count = 0;
  for (const { type, expressions, lhs } of walkNodes(ast)) {
    if (type === 'unary') count += (expressions ?? (Array.isArray(lhs) ? (lhs as unknown[]) : [])).length;
  }
  return count;
}

interface Environment {
  lookup(name: string | symbol): unknown;
}

const ENTRY = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
const EXIT = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/** One evaluation's running account, kept in a binding of its own. */
interface EvaluationBudget {
  readonly startedAt: number;
  depth: number;
}
export const HIDDEN_BUDGET = ' budget';
export const createBudget = (): EvaluationBudget => ({ startedAt: performance.now(), depth: 0 });

const budgetOf = (environment: Environment): EvaluationBudget | undefined =>
  environment.lookup(HIDDEN_BUDGET) as EvaluationBudget | undefined;

/**
 * Makes `compiled` stop where Step Functions would. jsonata calls these hooks around every node; they cost
 * time, so that only expressions which can run away get them.
 */
export function limitEvaluation(compiled: Jsonata, ast: JsonataNode): void {
  if (!needsLimit(ast)) return;
  const deepest = DEEPEST_NESTING + sideBySide(ast);
  compiled.assign(ENTRY, (_node: unknown, _input: unknown, environment: Environment) => {
    const budget = budgetOf(environment);
    if (!budget) return;
    budget.depth += 1;
    if (budget.depth > deepest) throw depthError();
    if (performance.now() - budget.startedAt > EVALUATION_MILLISECONDS) throw timeError();
  });
  compiled.assign(EXIT, (_node: unknown, _input: unknown, environment: Environment, result: unknown) => {
    const budget = budgetOf(environment);
    if (budget) budget.depth -= 1;
    if (isTooLarge(result)) throw memoryError();
  });
}

function isTooLarge(result: unknown): boolean {
  if (typeof result === 'string') return result.length > LONGEST_TEXT;
  return Array.isArray(result) && result.length > LONGEST_ARRAY;
}
