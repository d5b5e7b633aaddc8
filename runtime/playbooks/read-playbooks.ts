import { dirname } from 'node:path';
import { checkLibrary } from '../../core/playbook/check/check-library.ts';
import { describeProblem } from '../../core/problem/problem.ts';
import type { FileProblem } from '../invalid-files.ts';
import { findPlaybookFiles, type LoadedPlaybook, readPlaybook } from './read-playbook.ts';

export interface ReadPlaybooks {
  readonly loaded: readonly LoadedPlaybook[];
  readonly problems: readonly FileProblem[];
}

/** Reads the files as one library: each by itself, and whether those that run others run any there are. */
export async function readPlaybooks(files: readonly string[]): Promise<ReadPlaybooks> {
  const read = await Promise.all(files.map(readPlaybook));
  const loaded = read.flatMap((result) => (result.ok ? [result.loaded] : []));
  const alone = read.flatMap((result) =>
    result.ok ? [] : result.problems.map((problem) => ({ file: result.file, problem })),
  );
  const fileOf = new Map(loaded.map(({ file, playbook }) => [playbook.id, file]));
  const together = checkLibrary(loaded.map(({ playbook }) => playbook)).map(({ playbook, problem }) => ({
    file: fileOf.get(playbook) ?? playbook,
    problem: describeProblem(problem),
  }));
  return { loaded, problems: [...alone, ...together] };
}

/** The playbooks of the folder that holds this one's folder, itself among them: those that it may run. */
export async function readWithSiblings(file: string): Promise<ReadPlaybooks> {
  const siblings = await findPlaybookFiles(dirname(dirname(file))).catch(() => []);
  return await readPlaybooks([...new Set([file, ...siblings])]);
}
