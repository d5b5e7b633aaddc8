import type { EvaluationScope } from './expression.ts';
import type { JsonataNode } from './limits.ts';

/** Says that the interpreter proper must evaluate: the path met an array, or something unusual. */
export const NOT_PLAIN: unique symbol = Symbol('not plain');

/** Gives an expression's value at once, or NOT_PLAIN. */
export type Plain = (scope: EvaluationScope) => unknown;

/**
 * A short cut for `$states.input.a.b`, `$variable.a.b`, literals and the like, as long as only objects lie on the way:
 * there jsonata does nothing but look up own keys. Arrays map and flatten in jsonata, so they are left to it.
 */
export function compilePlainPath(ast: JsonataNode): Plain | undefined {
  if (isLiteral(ast)) {
    const { value } = ast;
    return () => value;
  }
  if (isPlainVariable(ast) && ast.value !== 'states') return compileSteps(ast.value as string, []);
  if (ast.type !== 'path' || !hasOnly(ast, ['type', 'steps'])) return undefined;
  const [root, ...steps] = ast.steps ?? [];
  if (!root || !isPlainVariable(root) || !steps.every(isPlainName)) return undefined;
  return compileSteps(
    root.value as string,
    steps.map((step) => step.value as string),
  );
}

/** A node with anything else does more than is known here. */
export const hasOnly = (node: JsonataNode, keys: readonly string[]): boolean =>
  Object.keys(node).every((key) => keys.includes(key));

const isLiteral = (node: JsonataNode): boolean =>
  ['string', 'number', 'value'].includes(node.type) && hasOnly(node, ['type', 'value', 'position']);

const isPlainVariable = (node: JsonataNode): boolean =>
  node.type === 'variable' &&
  node.value !== '' &&
  node.value !== '$' &&
  hasOnly(node, ['type', 'value', 'position']);

const isPlainName = (node: JsonataNode): boolean =>
  node.type === 'name' && hasOnly(node, ['type', 'value', 'position']);

function compileSteps(root: string, names: readonly string[]): Plain {
  return (scope) => {
    let value: unknown = root === 'states' ? scope.states : scope.variable(root);
    for (const name of names) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOT_PLAIN;
      if (!Object.hasOwn(value, name)) return NOT_PLAIN;
      value = (value as Record<string, unknown>)[name];
    }
    return isSettled(value) ? value : NOT_PLAIN;
  };
}

/** Empty and nested arrays, undefined and functions take turns in jsonata that are not repeated here. */
const isSettled = (value: unknown): boolean =>
  value !== undefined && typeof value !== 'function' && !(Array.isArray(value) && value.length === 0);
