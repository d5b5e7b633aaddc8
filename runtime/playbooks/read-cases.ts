import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InvalidInput } from '../../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';
import { type EventReference, PlaybookCase } from '../../core/playbook/case-schema.ts';
import { changeEvent } from '../../core/playbook/change-event.ts';

/** A case with its event in full. */
export interface LoadedCase extends Omit<PlaybookCase, '$schema' | 'event'> {
  readonly file: string;
  readonly event: JsonObject;
}

/**
 * The cases beside a playbook, in the order of their file names; none where there is no `cases` folder.
 * @throws InvalidInput that names the file and the field.
 */
export async function readCases(playbookFile: string): Promise<readonly LoadedCase[]> {
  const folder = join(dirname(playbookFile), 'cases');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  return await Promise.all(files.map(async (name) => await readCase(join(folder, name))));
}

async function readCase(file: string): Promise<LoadedCase> {
  const parsed = PlaybookCase.safeParse(await readJson(file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
    throw new InvalidInput(`${file}: ${problems.join('; ')}`);
  }
  const { $schema: _, event, ...rest } = parsed.data;
  return { file, ...rest, event: await readEvent(file, event) };
}

async function readEvent(file: string, event: PlaybookCase['event']): Promise<JsonObject> {
  if (!isReference(event)) return event;
  const referred = await readJson(resolve(dirname(file), event.$ref));
  if (!isJsonObject(referred))
    throw new InvalidInput(`${file}: /event/$ref: ${event.$ref} is not a JSON object`);
  return changeEvent(referred, event.change);
}

const isReference = (event: PlaybookCase['event']): event is EventReference => '$ref' in event;

async function readJson(file: string): Promise<Json> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(`${file} cannot be read (${error.code})`);
  });
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new InvalidInput(`${file}: ${parsed.reason}`);
  return parsed.value;
}
