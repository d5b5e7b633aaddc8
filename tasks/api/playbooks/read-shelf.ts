import type { PlaybookDetail, PlaybookSummary } from '../../../core/api/playbooks.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Playbook } from '../../../core/playbook/schema.ts';
import { countTypes, describePlaybook, type ShelvedPlaybook } from './describe-playbook.ts';
import type { PlaybookShelf } from './shelf.ts';

/** What the API tells of the playbooks that are in use. */
export interface ShelfReader {
  /** By priority, then id. */
  summaries(): readonly PlaybookSummary[];
  /** @throws NotFound */
  detail(id: string): Promise<PlaybookDetail>;
  playbooks(): readonly Playbook[];
}

export function readShelf(shelf: PlaybookShelf): ShelfReader {
  const typesOf = rememberTypes(shelf);
  return {
    playbooks: () => shelf.list().map(({ playbook }) => playbook),
    summaries: () =>
      shelf
        .list()
        .map((one) => describePlaybook(one, typesOf()))
        .toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1)),
    async detail(id) {
      const found = shelf.list().find(({ playbook }) => playbook.id === id);
      if (found === undefined) throw new NotFound(`there is no playbook ${id}`);
      return {
        ...describePlaybook(found, typesOf()),
        text: found.text,
        definition: JSON.stringify(found.definition),
        editable: shelf.save !== null,
        cases: [...(await shelf.casesOf(id))],
      };
    },
  };
}

/** Thousands of examples are held against the triggers: once for each state of the shelf. */
function rememberTypes(shelf: PlaybookShelf): () => ReadonlyMap<string, number> {
  let known:
    | { readonly of: readonly ShelvedPlaybook[]; readonly types: ReadonlyMap<string, number> }
    | undefined;
  return () => {
    const of = shelf.list();
    if (known?.of !== of) known = { of, types: countTypes(of.map(({ playbook }) => playbook)) };
    return known.types;
  };
}
