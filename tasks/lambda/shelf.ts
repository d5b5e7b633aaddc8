import * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';
import { Playbook } from '../../core/playbook/schema.ts';
import type { PlaybookShelf } from '../api/playbooks/shelf.ts';
import { loadFile } from './files.ts';

/** As `infra/playbooks.ts` wrote it of playbooks that it had checked. */
const Shelf = z.array(
  z.object({ text: z.string(), hash: z.string(), definition: z.string(), cases: z.array(z.string()) }),
);

/**
 * The playbooks as they were deployed: each runs as a state machine of its own, so that saving one here would change
 * nothing. Trying one out takes an engine and an account of its own, which is a process beside this one: not here either.
 */
export async function loadShelf(): Promise<PlaybookShelf> {
  const shelved = (await loadFile('shelf.json', Shelf)).map(({ text, hash, definition, cases }) => ({
    playbook: Playbook.parse(JSON.parse(text)),
    text,
    hash,
    definition: JSON.parse(definition) as JsonObject,
    cases,
  }));
  return {
    list: () => shelved,
    casesOf: (id) => Promise.resolve(shelved.find(({ playbook }) => playbook.id === id)?.cases ?? []),
    examples: () => Promise.resolve([]),
    save: null,
    shadowRun: null,
  };
}
