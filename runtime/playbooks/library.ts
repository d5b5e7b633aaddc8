import { InvalidInput } from '../../core/errors.ts';
import { checkLibrary } from '../../core/playbook/check/check-library.ts';
import { describeProblem } from '../../core/playbook/problem.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import { createSelector } from '../../core/playbook/select-playbooks.ts';
import type { Response } from '../../core/records/responses.ts';
import type { TriggerSubject } from '../../tasks/select-playbooks/index.ts';
import { findPlaybookFiles, type LoadedPlaybook, readPlaybook } from './read-playbook.ts';

/** The playbooks of one folder. */
export interface PlaybookLibrary {
  readonly playbooks: readonly LoadedPlaybook[];
  /** Those whose trigger matches, by priority, then id. */
  readonly select: (subject: TriggerSubject) => Response['playbooks'];
  /** The mode that a playbook asks for and the hash of its text; null where there is no such playbook. */
  readonly find: (id: string) => { readonly mode: Mode; readonly hash: string } | null;
}

/** @throws InvalidInput that names every problem of every playbook in the folder. */
export async function loadLibrary(folder: string): Promise<PlaybookLibrary> {
  const read = await Promise.all((await findPlaybookFiles(folder)).map(readPlaybook));
  const problems = read.flatMap((result) =>
    result.ok ? [] : result.problems.map((problem) => `${result.file}: ${problem}`),
  );
  const loaded = read.flatMap((result) => (result.ok ? [result.loaded] : []));
  for (const { playbook, problem } of checkLibrary(loaded.map((one) => one.playbook))) {
    problems.push(`${playbook}: ${describeProblem(problem)}`);
  }
  if (problems.length > 0) throw new InvalidInput(problems.join('; '));
  return createLibrary(loaded);
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
  const select = createSelector(playbooks.map(({ playbook }) => playbook));
  return {
    playbooks,
    select: (subject) => select(subject).map((id) => ({ id, hash: byId.get(id)?.hash ?? '' })),
    find: (id) => {
      const found = byId.get(id);
      return found === undefined ? null : { mode: found.playbook.mode, hash: found.hash };
    },
  };
}
