import type { JsonataNode } from '../jsonata/limits.ts';

/** Members of a node whose expressions see another context than the node itself. */
const INNER_MEMBERS: ReadonlySet<string> = new Set([
  'predicate',
  'stages',
  'group',
  'terms',
  'pattern',
  'update',
  'delete',
]);

/**
 * The first name that is looked up in the top-level context. There is nothing there: data is in `$states` and in
 * variables, and Step Functions refuses `phone` where `$states.input.phone` is meant. `$$` is that context itself.
 */
export function findTopLevelName(ast: JsonataNode): string | undefined {
  return search(ast, true);
}

function search(node: unknown, top: boolean): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Array.isArray(node)) return firstOf(node.map((inner: unknown) => () => search(inner, top)));
  const { type, value, steps } = node as JsonataNode;
  if (type === 'variable' && value === '$') return '$$';
  if (type === 'name' && top) return String(value);
  const members = Object.entries(node).filter(([member]) => member !== 'steps');
  return firstOf([
    // steps after the first see what the step before gave
    ...(steps ?? []).map((step, index) => () => search(step, top && index === 0)),
    ...members.map(
      ([member, inner]) =>
        () =>
          search(inner, top && !INNER_MEMBERS.has(member)),
    ),
  ]);
}

function firstOf(searches: readonly (() => string | undefined)[]): string | undefined {
  for (const run of searches) {
    const found = run();
    if (found !== undefined) return found;
  }
  return undefined;
}
