import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { InvalidInput } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Saving } from '../../tasks/api/playbooks/shelf.ts';
import { Refusal } from '../../tasks/api/problem.ts';
import type { Home } from '../home/home.ts';
import { compilePlaybook, type LoadedPlaybook } from './read-playbook.ts';

interface Place {
  readonly home: Pick<Home, 'library' | 'usePlaybook'>;
  readonly folder: string;
}

/**
 * Writes a playbook into its folder, whole or not at all, and has the home use it.
 * @throws Refusal when it is not of the text that the edit began with; InvalidInput when it cannot stand there.
 */
export async function savePlaybook({ home, folder }: Place, { id, text, base }: Saving): Promise<void> {
  const current = home.library.playbooks.find(({ playbook }) => playbook.id === id);
  if (base !== (current?.hash ?? null)) throw describeStale(id, current);
  const file = current?.file ?? join(folder, id, 'playbook.json');
  await requireUntouched(file, current);
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const loaded = loadText(whole, file);
  await writeWithin(folder, file, whole);
  await home.usePlaybook(loaded);
}

/** A text that was found to be in order. */
export function loadText(text: string, file: string = 'the editor'): LoadedPlaybook {
  const parsed = parseJson(new TextEncoder().encode(text));
  if (!parsed.ok) throw new InvalidInput(parsed.reason);
  const read = compilePlaybook(file, parsed.value, text);
  if (!read.ok) throw new InvalidInput(read.problems.join('; '));
  return read.loaded;
}

function describeStale(id: string, current: LoadedPlaybook | undefined): Refusal {
  if (current === undefined)
    return new Refusal(409, `there is no playbook ${id} any more; save it as a new one`);
  return new Refusal(
    409,
    `somebody else saved playbook ${id} meanwhile; take their text and make your change again`,
  );
}

/** A file that was changed in another way since it was read is not what the edit began with. */
async function requireUntouched(file: string, current: LoadedPlaybook | undefined): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found === (current?.text ?? null)) return;
  throw new Refusal(409, `${file} was changed by other means; start the server again, which reads it`);
}

/** @throws InvalidInput when a link leads out of the folder. */
async function writeWithin(folder: string, file: string, text: string): Promise<void> {
  const place = dirname(file);
  if (!existsSync(place)) await mkdir(place).catch(refuseFolder(folder));
  const [inside, outside] = await Promise.all([realpath(place), realpath(folder)]);
  if (!`${inside}${sep}`.startsWith(`${outside}${sep}`))
    throw new InvalidInput(`${place} leads out of ${folder}; nothing was written`);
  const made = join(place, `.playbook-${randomUUID()}.json`);
  try {
    const handle = await open(made, 'wx');
    await handle.writeFile(text);
    // What is renamed into its place is on the disk.
    await handle.sync();
    await handle.close();
    await rename(made, file);
  } catch (error) {
    await rm(made, { force: true });
    throw refuseFolder(folder)(error as NodeJS.ErrnoException);
  }
}

const refuseFolder =
  (folder: string) =>
  ({ code }: NodeJS.ErrnoException): never => {
    throw new InvalidInput(`${folder} cannot be written to (${code ?? 'unknown'}); nothing was saved`);
  };
