import { existsSync } from 'node:fs';
import { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import { readInput } from './read-files.ts';

/** Read from the working folder when it is there and no other file is named. */
const defaultFile = 'tourniquet.config.json';

/**
 * @param file null: `tourniquet.config.json`, or the defaults where that is missing.
 * @param mode where the file names none.
 * @throws InvalidInput that names the file, the field and the value.
 */
export async function loadConfig(file: string | null, mode: Mode = 'auto'): Promise<Config> {
  const path = file ?? (existsSync(defaultFile) ? defaultFile : null);
  if (path === null) return Config.parse({ mode });
  const bytes = await readInput(path).catch((error: Error) => {
    throw new InvalidInput(`${path}: ${error.message}`);
  });
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new InvalidInput(`${path}: ${parsed.reason}`);
  const config = Config.safeParse(isJsonObject(parsed.value) ? { mode, ...parsed.value } : parsed.value);
  if (config.success) return config.data;
  const problems = config.error.issues.map(({ path: at, message }) => `/${at.join('/')}: ${message}`);
  throw new InvalidInput(`${path}: ${problems.join('; ')}`);
}
