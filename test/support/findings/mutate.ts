import type { Json } from '../../../core/json.ts';

/** Goes down to the place that `path` chooses, and puts `value` there; `undefined` removes it. */
export function mutate(node: Json, path: readonly number[], value: Json | undefined): Json {
  const isBranch = typeof node === 'object' && node !== null;
  const entries = isBranch ? (Object.entries(node) as [string, Json][]) : [];
  const [at = 0, ...rest] = path;
  const target = path.length === 0 ? undefined : entries[at % Math.max(1, entries.length)];
  if (target === undefined) return value ?? null;
  const isRemoval = rest.length === 0 && value === undefined;
  const changed = entries.flatMap(([key, inner]): [string, Json][] => {
    if (key !== target[0]) return [[key, inner]];
    return isRemoval ? [] : [[key, mutate(inner, rest, value)]];
  });
  return Array.isArray(node) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}
