import { walkSteps } from '../compile/walk.ts';
import { suggest } from '../../problem/nearest-name.ts';
import { toPointer } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Playbook } from '../schema.ts';

export interface LibraryProblem {
  readonly playbook: string;
  readonly problem: Problem;
}

interface Reference {
  readonly to: string;
  readonly pointer: string;
}

/** What shows only where all playbooks are known: one that another runs and that does not exist, and circles. */
export function checkLibrary(playbooks: readonly Playbook[]): LibraryProblem[] {
  const references = new Map(playbooks.map((playbook) => [playbook.id, referencesOf(playbook)]));
  return [...references].flatMap(([playbook, own]) =>
    own.flatMap(({ to, pointer }) => {
      const fault = findFault(playbook, to, references);
      return fault ? [{ playbook, problem: { pointer, value: to, ...fault } }] : [];
    }),
  );
}

function referencesOf({ steps }: Playbook): Reference[] {
  return [...walkSteps(steps)].flatMap(({ step, path }) =>
    'playbook' in step ? [{ to: step.playbook, pointer: toPointer([...path, 'playbook']) }] : [],
  );
}

type References = ReadonlyMap<string, readonly Reference[]>;

function findFault(from: string, to: string, references: References) {
  if (!references.has(to)) {
    return { message: 'is not a playbook', remedy: suggest(to, references.keys(), 'name another') };
  }
  const way = findWay(to, from, references);
  if (way === undefined) return undefined;
  return {
    message: `leads back to ${from}, without end: ${[from, ...way].join(' → ')}`,
    remedy: 'take one of these steps out',
  };
}

/** The shortest chain of playbooks from one to another; undefined where there is none. */
function findWay(from: string, to: string, references: References): readonly string[] | undefined {
  const seen = new Set<string>();
  const queue: (readonly string[])[] = [[from]];
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    const last = way.at(-1) ?? from;
    if (last === to) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    for (const reference of references.get(last) ?? []) queue.push([...way, reference.to]);
  }
  return undefined;
}
