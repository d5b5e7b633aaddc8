import { existsSync } from 'node:fs';
import { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import { readConfig } from '../../core/read-config.ts';
import { readInput } from './read-files.ts';

/** Read from the working folder when it is there and no other file is named. */
const defaultFile = 'tourniquet.config.json';

/**
 * @param file null: `tourniquet.config.json`, or the defaults where that is missing.
 * @param mode where the file names none.
 * @throws InvalidInput as `readConfig` does, and where the file cannot be read.
 */
export async function loadConfig(file: string | null, mode: Mode = 'auto'): Promise<Config> {
  const path = file ?? (existsSync(defaultFile) ? defaultFile : null);
  if (path === null) return Config.parse({ mode });
  const bytes = await readInput(path).catch((error: Error) => {
    throw new InvalidInput(`${path}: ${error.message}`);
  });
  return readConfig({ label: path, bytes, mode });
}
