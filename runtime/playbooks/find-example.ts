import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleEvents } from '../../core/example-event/example-events.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';

const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

export interface FoundExample {
  readonly event: JsonObject;
  /** The file that it stands in; null: it is made up. */
  readonly file: string | null;
}

/** GuardDuty's High begins here: what is less severe would not reach a score of 70 by itself. */
const high = 7;

/** A serious example event whose finding type begins so: of `docs/examples` where there is one, else made up. */
export async function findExample(beginning: string, type: string): Promise<FoundExample> {
  const names = (await readdir(examples).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
  const read = await Promise.all(names.map(async (name) => await readEvent(join(examples, name))));
  const fitting = read.find(({ event }) => {
    const detail = isJsonObject(event['detail']) ? event['detail'] : {};
    const { type: own, severity } = detail;
    return (
      typeof own === 'string' && own.startsWith(beginning) && typeof severity === 'number' && severity >= high
    );
  });
  return fitting ?? { event: exampleEvents(type)[0], file: null };
}

async function readEvent(file: string): Promise<FoundExample> {
  const parsed = parseJson(await readFile(file));
  return { file, event: parsed.ok && isJsonObject(parsed.value) ? parsed.value : {} };
}
