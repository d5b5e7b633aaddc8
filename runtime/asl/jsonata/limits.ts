import type { Expression as Jsonata } from 'jsonata';

/** A node of jsonata's syntax tree, as far as it is looked at here. */
export interface JsonataNode {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly JsonataNode[];
  readonly predicate?: unknown;
  readonly stages?: unknown;
  readonly group?: unknown;
  readonly terms?: unknown;
  readonly focus?: unknown;
  readonly index?: unknown;
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
/** About what AWS's second is enough for. */
const MOST_ELEMENTS = 20_000_000;

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

/** What gives more than it was given: functions written in the expression, ranges, and all that can be said twice. */
const GROWING: ReadonlySet<string> = new Set(['lambda', 'partial', 'bind', 'descendant', 'transform']);

/** Whatever has none of these ends with its input. */
function needsLimit(ast: JsonataNode): boolean {
  for (const node of walkNodes(ast)) {
    if (GROWING.has(node.type) || (node.type === 'binary' && node.value === '..')) return true;
    if (readsAnewForEach(node)) return true;
  }
  return nestingOf(ast) > DEEPEST_NESTING / 2;
}

/** What an expression does once for each item of a list. */
const REPEATED = ['predicate', 'stages', 'group', 'terms', 'focus', 'index'] as const;

/** `$all.($all)`: a list that is read once more for each of its items. */
function readsAnewForEach(node: JsonataNode): boolean {
  const later = (node.steps ?? []).slice(1);
  return [...later, ...REPEATED.map((member) => node[member])].some(namesVariable);
}

function namesVariable(part: unknown): boolean {
  for (const { type, value } of walkNodes(part)) if (type === 'variable' && value !== '') return true;
  return false;
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
  /** Elements of all lists that its parts gave: a product shows here before it is joined together. */
  elements: number;
  /** How much text each object and list would be, so that none is measured twice. */
  readonly lengths: WeakMap<object, number>;
}
export const HIDDEN_BUDGET = ' budget';
export const createBudget = (): EvaluationBudget => ({
  startedAt: performance.now(),
  depth: 0,
  elements: 0,
  lengths: new WeakMap(),
});

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
    if (!budget) return;
    budget.depth -= 1;
    if (Array.isArray(result)) budget.elements += result.length;
    if (budget.elements > MOST_ELEMENTS || isTooLarge(result, budget)) throw memoryError();
  });
}

function isTooLarge(result: unknown, { lengths }: EvaluationBudget): boolean {
  if (Array.isArray(result) && result.length > LONGEST_ARRAY) return true;
  return measureLength(result, lengths) > LONGEST_TEXT;
}

/** About as much text as `value` would be: `{a: $x, b: $x}` holds `$x` once, and is written out with it twice. */
function measureLength(value: unknown, lengths: WeakMap<object, number>): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || isFunction(value)) return 1;
  const known = lengths.get(value);
  if (known !== undefined) return known;
  let length = 1;
  for (const inner of Object.values(value)) length += measureLength(inner, lengths);
  lengths.set(value, length);
  return length;
}

/** jsonata's functions are objects that lead to their environment. */
const isFunction = (value: object): boolean =>
  '_jsonata_function' in value || '_jsonata_lambda' in value || value instanceof RegExp;
