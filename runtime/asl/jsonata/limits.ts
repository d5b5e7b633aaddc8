import type { Expression as Jsonata } from 'jsonata';

/** A node of jsonata's syntax tree, as far as it is looked at here. */
export interface JsonataNode {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly JsonataNode[];
  readonly procedure?: JsonataNode;
}

/** Step Functions ends an evaluation after one second. */
const EVALUATION_MILLISECONDS = 1000;
const DEEPEST_STACK = 10_000;

/** What the guard throws; shaped like jsonata's own errors. */
interface LimitError {
  readonly code: string;
  readonly message: string;
}

/** Visits every node of a syntax tree, parents first. */
export function* walkNodes(node: unknown): Generator<JsonataNode> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && typeof (node as JsonataNode).type === 'string') yield node as JsonataNode;
  for (const inner of Object.values(node)) yield* walkNodes(inner);
}

/** Only functions written in the expression and ranges can run away: all else ends with its input. */
export function needsLimit(ast: JsonataNode): boolean {
  for (const node of walkNodes(ast)) {
    if (node.type === 'lambda' || (node.type === 'binary' && node.value === '..')) return true;
  }
  return false;
}

interface Environment {
  readonly timestamp?: Date;
  lookup(name: string | symbol): unknown;
}

const ENTRY = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
const EXIT = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/** One evaluation's running account, kept in a binding of its own. */
export interface EvaluationBudget {
  readonly startedAt: number;
  depth: number;
}
export const HIDDEN_BUDGET = ' budget';

/**
 * Makes `compiled` stop after one second, or when functions call each other too deeply. jsonata calls these
 * hooks around every node; they cost time, so that only expressions which can run away get them.
 */
export function limitEvaluation(compiled: Jsonata): void {
  compiled.assign(ENTRY, (_node: unknown, _input: unknown, environment: Environment) => {
    const budget = environment.lookup(HIDDEN_BUDGET) as EvaluationBudget | undefined;
    if (!budget) return;
    budget.depth += 1;
    if (budget.depth > DEEPEST_STACK) {
      throw limitError('U1001', 'Stack overflow error: Check for non-terminating recursive function.');
    }
    if (performance.now() - budget.startedAt > EVALUATION_MILLISECONDS) {
      throw limitError('U1001', 'Expression evaluation timeout: Check for infinite loop');
    }
  });
  compiled.assign(EXIT, (_node: unknown, _input: unknown, environment: Environment) => {
    const budget = environment.lookup(HIDDEN_BUDGET) as EvaluationBudget | undefined;
    if (budget) budget.depth -= 1;
  });
}

const limitError = (code: string, message: string): LimitError => ({ code, message });
