import { readFile } from 'node:fs/promises';
import type { Json } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';

export type ReadJsonFile = { readonly value: Json } | { readonly reason: string };

/** What stands in a file that a person wrote, or in one line why it cannot be read. */
export async function readJsonFile(file: string): Promise<ReadJsonFile> {
  try {
    const parsed = parseJson(await readFile(file));
    return parsed.ok ? { value: parsed.value } : { reason: parsed.reason };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return { reason: code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})` };
  }
}
