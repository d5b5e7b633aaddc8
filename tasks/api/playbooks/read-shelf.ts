import type { PlaybookDetail, PlaybookSummary } from '../../../core/api/playbooks.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Playbook } from '../../../core/playbook/schema.ts';
import { describePlaybook } from './describe-playbook.ts';
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
  return {
    playbooks: () => shelf.list().map(({ playbook }) => playbook),
    summaries: () =>
      shelf
        .list()
        .map(describePlaybook)
        .toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1)),
    async detail(id) {
      const found = shelf.list().find(({ playbook }) => playbook.id === id);
      if (found === undefined) throw new NotFound(`there is no playbook ${id}`);
      return {
        ...describePlaybook(found),
        text: found.text,
        definition: JSON.stringify(found.definition),
        editable: shelf.save !== null,
        cases: [...(await shelf.casesOf(id))],
      };
    },
  };
}
