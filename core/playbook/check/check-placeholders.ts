import type { Json } from '../../json.ts';
import { type Path, toPointer } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Check } from './check-playbook.ts';

/** `${…}` in a definition stands for the name of a function, and is filled in wherever it stands. */
export const checkPlaceholders: Check = ({ playbook }) => {
  const { name, steps } = playbook;
  return findPlaceholders({ name, steps } as unknown as Json, []);
};

function findPlaceholders(value: Json | undefined, path: Path): Problem[] {
  if (typeof value === 'string') return value.includes('${') ? [refuse(value, path)] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => findPlaceholders(item, [...path, index]));
  }
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key.includes('${') ? [refuse(key, [...path, key])] : []),
    ...findPlaceholders(item as Json | undefined, [...path, key]),
  ]);
}

const refuse = (value: string, path: Path): Problem => ({
  pointer: toPointer(path),
  message: 'holds "${", which stands for the names of functions in state machines',
  value,
  remedy: "write it apart; in an expression: '$' & '{'",
});
