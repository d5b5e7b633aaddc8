import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';
import { compile } from '../../core/playbook/compile.ts';
import { parsePlaybook } from '../../core/playbook/parse-playbook.ts';
import { playbookHash } from '../../core/playbook/playbook-hash.ts';
import { describeProblem } from '../../core/problem/problem.ts';
import type { Playbook } from '../../core/playbook/schema.ts';
import { catalog } from '../../tasks/actions/catalog.ts';

/** A playbook that is in order, with the state machine that it compiles to. */
export interface LoadedPlaybook {
  readonly file: string;
  /** The file as it was read. */
  readonly text: string;
  readonly playbook: Playbook;
  /** A run keeps it, so that it is known which text it followed. */
  readonly hash: string;
  readonly definition: JsonObject;
}

export type ReadPlaybook =
  | { readonly ok: true; readonly loaded: LoadedPlaybook }
  /** One line each: where, what, the value, the remedy. */
  | { readonly ok: false; readonly file: string; readonly problems: readonly string[] };

/** Reads, checks and compiles one playbook file; all its problems at once. */
export async function readPlaybook(file: string): Promise<ReadPlaybook> {
  const bytes = await readFile(file);
  const parsed = parseJson(bytes);
  if (!parsed.ok) return { ok: false, file, problems: [parsed.reason] };
  return compilePlaybook(file, parsed.value, bytes.toString('utf8'));
}

/** @param file where the text stands, for whoever asks. */
export function compilePlaybook(
  file: string,
  value: Json,
  text: string = JSON.stringify(value, null, 2),
): ReadPlaybook {
  const checked = parsePlaybook(value, catalog);
  if (!checked.ok) return { ok: false, file, problems: checked.errors.map(describeProblem) };
  const { playbook } = checked;
  const compiled = compile(playbook, catalog);
  if (!compiled.ok) return { ok: false, file, problems: compiled.errors.map(describeProblem) };
  const hash = playbookHash(playbook, (text) => createHash('sha256').update(text).digest('hex'));
  return { ok: true, loaded: { file, text, playbook, hash, definition: compiled.definition as JsonObject } };
}

/**
 * The playbook files that a path stands for: a file itself, a playbook's folder, or a folder of playbooks.
 * @throws InvalidInput when there is none.
 */
export async function findPlaybookFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new InvalidInput(`there is no ${path}; name a playbook file or a folder of playbooks`);
  if (found.isFile()) return [path];
  const names = (await readdir(path)).toSorted();
  if (names.includes('playbook.json')) return [join(path, 'playbook.json')];
  const inside = names.map((name) => join(path, name, 'playbook.json'));
  const files = (await Promise.all(inside.map(isFile))).flatMap((is, index) =>
    is ? [inside[index] ?? ''] : [],
  );
  if (files.length === 0)
    throw new InvalidInput(`${path} holds no <id>/playbook.json; name a folder of playbooks`);
  return files;
}

const isFile = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
