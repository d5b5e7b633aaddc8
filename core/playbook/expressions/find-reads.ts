import { childrenOf, type Node, parseExpression } from './syntax.ts';

/** The steps whose outcome an expression (`{% … %}`) reads; none for what does not parse. */
export function findReads(text: string): string[] {
  const parsed = parseExpression(text.slice(2, -2));
  return parsed.ok ? readsIn(parsed.ast) : [];
}

function readsIn(node: Node): string[] {
  const steps = node.type === 'path' ? (node.steps ?? []) : [];
  const own = steps.flatMap((step, index) => {
    const before = steps[index - 1];
    return before?.type === 'variable' && before.value === 'steps' ? [String(step.value)] : [];
  });
  return [...own, ...childrenOf(node).flatMap(readsIn)];
}
