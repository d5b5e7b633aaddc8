import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { compile } from '../core/playbook/compile.ts';
import { parsePlaybook } from '../core/playbook/parse-playbook.ts';
import { playbookHash } from '../core/playbook/playbook-hash.ts';
import { describeProblem } from '../core/problem/problem.ts';
import type { Playbook } from '../core/playbook/schema.ts';
import { catalog } from '../tasks/actions/catalog.ts';

/** A playbook that is deployed, with its state machine. */
export interface DeployedPlaybook {
  readonly playbook: Playbook;
  readonly hash: string;
  /** ASL text, with placeholders. */
  readonly definition: string;
  /** The file as it stands. */
  readonly text: string;
  /** The names of the cases beside it. */
  readonly cases: readonly string[];
}

/** @throws InvalidInput naming the file and all that is wrong in it. */
export function readPlaybooks(folder: string): readonly DeployedPlaybook[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      ...readPlaybook(join(folder, name, 'playbook.json')),
      cases: listCases(join(folder, name, 'cases')),
    }))
    .toSorted((a, b) => (a.playbook.id < b.playbook.id ? -1 : 1));
}

function listCases(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted();
}

function readPlaybook(file: string): Omit<DeployedPlaybook, 'cases'> {
  const bytes = readFileSync(file);
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new InvalidInput(`${file}: ${parsed.reason}`);
  const checked = parsePlaybook(parsed.value, catalog);
  if (!checked.ok) throw new InvalidInput(`${file}: ${checked.errors.map(describeProblem).join('; ')}`);
  const { playbook } = checked;
  const compiled = compile(playbook, catalog);
  if (!compiled.ok) throw new InvalidInput(`${file}: ${compiled.errors.map(describeProblem).join('; ')}`);
  const hash = playbookHash(playbook, (text) => createHash('sha256').update(text).digest('hex'));
  return { playbook, hash, definition: JSON.stringify(compiled.definition), text: bytes.toString() };
}

/** What the tasks must know of them: `tasks/lambda/files.ts` reads it. */
export const libraryOf = (playbooks: readonly DeployedPlaybook[]): string =>
  JSON.stringify(
    playbooks.map(({ hash, playbook: { id, priority, mode, trigger } }) => ({
      id,
      priority,
      mode,
      hash,
      trigger,
    })),
  );

/** What people are shown of them: `tasks/lambda/shelf.ts` reads it. */
export const shelfOf = (playbooks: readonly DeployedPlaybook[]): string =>
  JSON.stringify(playbooks.map(({ text, hash, definition, cases }) => ({ text, hash, definition, cases })));
