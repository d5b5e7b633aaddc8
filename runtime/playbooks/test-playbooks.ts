import { dirname } from 'node:path';
import {
  addShares,
  countCoverage,
  type PlaybookCoverage,
  type Share,
} from '../../core/playbook/coverage/count-coverage.ts';
import { coverTypes, type TypeCoverage } from '../../core/playbook/coverage/cover-types.ts';
import { activeFindingTypes } from '../../core/finding-types.ts';
import type { Playbook } from '../../core/playbook/schema.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { createLibrary, focusOn } from './library.ts';
import { readCases } from './read-cases.ts';
import { findPlaybookFiles } from './read-playbook.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { type ReadPlaybooks, readWithSiblings } from './read-playbooks.ts';
import type { CaseResult } from './run-case.ts';

export interface PlaybookTest {
  readonly playbook: string;
  readonly cases: readonly CaseResult[];
  readonly coverage: PlaybookCoverage;
}

/** What was run, and how much of all that there is it showed. */
export interface TestReport {
  readonly playbooks: readonly PlaybookTest[];
  readonly coverage: Readonly<Record<'steps' | 'branches' | 'undos', Share>>;
  /** How each active finding type is answered; null where one playbook alone is tested. */
  readonly findingTypes: readonly TypeCoverage[] | null;
}

/** @param paths playbook files, playbooks' folders, or folders of playbooks. */
export async function testPlaybooks(paths: readonly string[]): Promise<TestReport> {
  const files = [...new Set((await Promise.all(paths.map(findPlaybookFiles))).flat())];
  const tested: (PlaybookTest & { readonly own: Playbook })[] = [];
  const read = readFoldersOnce();
  for (const file of files) {
    // One after another: each runs all its cases at once.
    // oxlint-disable-next-line no-await-in-loop
    tested.push(await testPlaybook(file, read));
  }
  const total = (kind: 'steps' | 'branches' | 'undos'): Share =>
    addShares(tested.map(({ coverage }) => coverage[kind]));
  const all = tested.map(({ own }) => own);
  return {
    playbooks: tested.map(({ own: _, ...result }) => result),
    coverage: { steps: total('steps'), branches: total('branches'), undos: total('undos') },
    findingTypes: files.length > 1 ? coverTypes(activeFindingTypes, all, catalog) : null,
  };
}

type ReadFolder = (file: string) => Promise<ReadPlaybooks>;

/** The playbooks of a folder are each other's siblings: they are compiled once, not once for each. */
function readFoldersOnce(): ReadFolder {
  const folders = new Map<string, ReadPlaybooks>();
  return async (file) => {
    const folder = dirname(dirname(file));
    const known = folders.get(folder);
    if (known?.loaded.some((one) => one.file === file)) return known;
    const read = await readWithSiblings(file);
    folders.set(folder, read);
    return read;
  };
}

async function testPlaybook(
  file: string,
  read: ReadFolder,
): Promise<PlaybookTest & { readonly own: Playbook }> {
  const { runCase } = await import('./run-case.ts');
  const { loaded, problems } = await read(file);
  const own = loaded.find((one) => one.file === file);
  const wrong = problems.filter((problem) => problem.file === file);
  if (own === undefined || wrong.length > 0) throw new InvalidFiles(wrong);
  const { playbook } = own;
  const library = focusOn(createLibrary(loaded), playbook.id);
  const { cases: given, problems: bad } = await readCases(file, playbook);
  if (bad.length > 0) throw new InvalidFiles(bad);
  const cases = await Promise.all(given.map(async (one) => await runCase(library, playbook.id, one)));
  const reached = new Set(cases.flatMap((result) => result.reached));
  return { playbook: playbook.id, cases, coverage: countCoverage(playbook, catalog, reached), own: playbook };
}
