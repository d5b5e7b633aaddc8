import type { ResourceKind } from '../finding.ts';
import type { Playbook } from '../playbook/schema.ts';

const readers = [/\$resource\('([\w-]+)'\)/g, /\bkind = '([\w-]+)'/g];

/** Why a playbook cannot contain a resource of this kind, as far as its expressions show; null: it may. */
export function findMisfit({ id, steps }: Pick<Playbook, 'id' | 'steps'>, kind: ResourceKind): string | null {
  const text = JSON.stringify(steps);
  const kinds = new Set(readers.flatMap((reader) => [...text.matchAll(reader)].map(([, found]) => found)));
  if (kinds.size === 0 || kinds.has(kind)) return null;
  return `${id} acts on resources of kind ${[...kinds].join(', ')}, and this one is of kind ${kind}`;
}
