import { InvalidInput } from '../../core/errors.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import { createSelector } from '../../core/playbook/select-playbooks.ts';
import type { Response } from '../../core/records/responses.ts';
import type { TriggerSubject } from '../../tasks/select-playbooks/index.ts';
import { findPlaybookFiles, type LoadedPlaybook } from './read-playbook.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { readPlaybooks } from './read-playbooks.ts';

/** The playbooks of one folder. */
export interface PlaybookLibrary {
  readonly playbooks: readonly LoadedPlaybook[];
  /** Those whose trigger matches, by priority, then id. */
  readonly select: (subject: TriggerSubject) => Response['playbooks'];
  /** The mode that a playbook asks for and the hash of its text; null where there is no such playbook. */
  readonly find: (id: string) => { readonly mode: Mode; readonly hash: string } | null;
}

/** @throws InvalidFiles when any playbook of the folder is wrong. */
export async function loadLibrary(folder: string): Promise<PlaybookLibrary> {
  const { loaded, problems } = await readPlaybooks(await findPlaybookFiles(folder));
  if (problems.length > 0) throw new InvalidFiles(problems);
  return createLibrary(loaded);
}

/** A library in which a playbook can be replaced, or one be added, while it is used. */
export interface LiveLibrary extends PlaybookLibrary {
  replace(loaded: LoadedPlaybook): void;
}

export function createLiveLibrary(first: PlaybookLibrary): LiveLibrary {
  let current = first;
  return {
    get playbooks() {
      return current.playbooks;
    },
    select: (subject) => current.select(subject),
    find: (id) => current.find(id),
    replace(loaded) {
      current = withPlaybook(current, loaded);
    },
  };
}

/** The library with this playbook in the place of the one that has its id, if there is one. */
export const withPlaybook = ({ playbooks }: PlaybookLibrary, loaded: LoadedPlaybook): PlaybookLibrary =>
  createLibrary([...playbooks.filter(({ playbook }) => playbook.id !== loaded.playbook.id), loaded]);

/**
 * The library with one playbook chosen for everything that its trigger takes, or for everything where it has
 * none; the others are there for it to run.
 */
export function focusOn(library: PlaybookLibrary, id: string): PlaybookLibrary {
  const { playbooks, select, find } = library;
  const focus = playbooks.find(({ playbook }) => playbook.id === id);
  if (focus === undefined) throw new InvalidInput(`there is no playbook ${id}`);
  const chosen = [{ id, hash: focus.hash }];
  return {
    playbooks,
    find,
    select: (subject) =>
      focus.playbook.trigger === undefined || select(subject).some((one) => one.id === id) ? chosen : [],
  };
}

/** @throws InvalidInput when two playbooks have the same id. */
export function createLibrary(playbooks: readonly LoadedPlaybook[]): PlaybookLibrary {
  const byId = new Map<string, LoadedPlaybook>();
  for (const loaded of playbooks) {
    const { id } = loaded.playbook;
    const other = byId.get(id);
    if (other !== undefined)
      throw new InvalidInput(`${loaded.file} and ${other.file} both have the id ${id}; rename one`);
    byId.set(id, loaded);
  }
  const select = createSelector(playbooks.map(({ playbook, hash }) => ({ ...playbook, hash })));
  return {
    playbooks,
    select: (subject) => select(subject).map(({ id, hash }) => ({ id, hash })),
    find: (id) => {
      const found = byId.get(id);
      return found === undefined ? null : { mode: found.playbook.mode, hash: found.hash };
    },
  };
}
