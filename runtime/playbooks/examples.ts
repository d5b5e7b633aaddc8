import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../core/finding.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { normalise } from '../../core/normalise/normalise.ts';
import { parseJson } from '../../core/parse-json.ts';

const folder = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

/** An event of `docs/examples`, and what is found in it. */
export interface Example {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly event: JsonObject;
  readonly findings: readonly Finding[];
}

/** The files of examples, by name; none where they are not installed. */
export async function listExampleFiles(): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(folder, name));
}

export async function readEvent(file: string): Promise<JsonObject> {
  const parsed = parseJson(await readFile(file));
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

const origin = { via: 'file', account: null, trusted: true } as const;

/** Those that hold findings. */
export async function readExamples(): Promise<readonly Example[]> {
  const read = (await listExampleFiles()).map(async (file): Promise<readonly Example[]> => {
    const event = await readEvent(file);
    const found = normalise(event, { origin, raw: '', now: Date.now() });
    const findings = found.kind === 'findings' ? found.findings : [];
    const [first] = findings;
    if (first === undefined) return [];
    return [{ id: basename(file, '.json'), title: first.title, type: first.type, event, findings }];
  });
  return (await Promise.all(read)).flat();
}
