import type { EvaluationScope } from './expression.ts';
import type { JsonataNode } from './limits.ts';
import { compilePlainPath, hasOnly, NOT_PLAIN, type Plain } from './plain-path.ts';

/**
 * A short cut for what most conditions are made of: comparisons, `and`, `or`, sums, joined texts and `? :` over plain
 * paths, evaluated at once. Each is for operands of the types that it is meant for; whatever jsonata would convert, map
 * or refuse is left to it.
 */
export function compilePlain(ast: JsonataNode): Plain | undefined {
  const compile = COMPILERS.get(ast.type);
  return compile ? compile(ast) : compilePlainPath(ast);
}

type Compile = (ast: JsonataNode) => Plain | undefined;
type Operation = (left: unknown, right: unknown) => unknown;

const isScalar = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const ofScalars =
  (operation: Operation): Operation =>
  (left, right) =>
    isScalar(left) && isScalar(right) ? operation(left, right) : NOT_PLAIN;

const ofNumbers =
  (operation: (left: number, right: number) => unknown): Operation =>
  (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? operation(left, right) : NOT_PLAIN;

const ifFinite = (value: number): unknown => (Number.isFinite(value) ? value : NOT_PLAIN);

const OPERATIONS: ReadonlyMap<unknown, Operation> = new Map<unknown, Operation>([
  ['=', ofScalars((left, right) => left === right)],
  ['!=', ofScalars((left, right) => left !== right)],
  ['<', ofNumbers((left, right) => left < right)],
  ['<=', ofNumbers((left, right) => left <= right)],
  ['>', ofNumbers((left, right) => left > right)],
  ['>=', ofNumbers((left, right) => left >= right)],
  ['+', ofNumbers((left, right) => ifFinite(left + right))],
  ['-', ofNumbers((left, right) => ifFinite(left - right))],
  ['&', (left, right) => (typeof left === 'string' && typeof right === 'string' ? left + right : NOT_PLAIN)],
]);

const compileBinary: Compile = (ast) => {
  if (!hasOnly(ast, ['type', 'value', 'position', 'lhs', 'rhs'])) return undefined;
  const left = compilePlain(ast.lhs as JsonataNode);
  const right = compilePlain(ast.rhs as JsonataNode);
  if (!left || !right) return undefined;
  if (ast.value === 'and' || ast.value === 'or') return joinConditions(left, right, ast.value === 'or');
  const operation = OPERATIONS.get(ast.value);
  return operation && ((scope) => operation(left(scope), right(scope)));
};

/** The second is not looked at where the first decides. */
const joinConditions =
  (left: Plain, right: Plain, decisive: boolean): Plain =>
  (scope) => {
    const first = left(scope);
    if (typeof first !== 'boolean') return NOT_PLAIN;
    return first === decisive ? first : toCondition(right, scope);
  };

function toCondition(plain: Plain, scope: EvaluationScope): unknown {
  const value = plain(scope);
  return typeof value === 'boolean' ? value : NOT_PLAIN;
}

const compileCondition: Compile = (ast) => {
  if (!ast.condition || !ast.then || !ast.else) return undefined;
  if (!hasOnly(ast, ['type', 'position', 'condition', 'then', 'else'])) return undefined;
  const condition = compilePlain(ast.condition);
  const [yes, no] = [compilePlain(ast.then), compilePlain(ast.else)];
  if (!condition || !yes || !no) return undefined;
  return (scope) => {
    const holds = toCondition(condition, scope);
    if (holds === NOT_PLAIN) return NOT_PLAIN;
    return holds === true ? yes(scope) : no(scope);
  };
};

/** Parentheses around one expression. */
const compileBlock: Compile = (ast) => {
  const [inner, ...others] = ast.expressions ?? [];
  if (!inner || others.length > 0 || !hasOnly(ast, ['type', 'position', 'expressions'])) return undefined;
  return compilePlain(inner);
};

const COMPILERS: ReadonlyMap<string, Compile> = new Map([
  ['binary', compileBinary],
  ['condition', compileCondition],
  ['block', compileBlock],
]);
