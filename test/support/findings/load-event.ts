import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../../core/json.ts';

/** A fresh copy of a fixture of this folder, by its name without `.json`. */
export function loadEvent(name: string): JsonObject {
  return read(new URL(`./${name}.json`, import.meta.url));
}

/** A fresh copy of an example that ships with the project. */
export function loadExample(name: string): JsonObject {
  return read(new URL(`../../../docs/examples/${name}.json`, import.meta.url));
}

const read = (url: URL) => JSON.parse(readFileSync(fileURLToPath(url), 'utf8')) as JsonObject;
