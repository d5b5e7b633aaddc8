import { existsSync } from 'node:fs';
import type { ZodError } from 'zod';
import { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';
import { suggest } from '../../core/problem/nearest-name.ts';
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
  const problems = config.error.issues.flatMap(describeIssue);
  throw new InvalidInput(`${path}: ${problems.join('; ')}`);
}

function describeIssue(issue: ZodError['issues'][number]): readonly string[] {
  const place = `/${issue.path.join('/')}`;
  if (issue.code !== 'unrecognized_keys') return [`${place}: ${issue.message}`];
  const known = fieldsAt(issue.path);
  return issue.keys.map((key) => {
    const remedy = suggest(key, known, 'docs/operations.md lists the fields');
    return `${place}: there is no field "${key}"; ${remedy}`;
  });
}

/** The fields that have a default there: those that are usual, not all. */
function fieldsAt(path: readonly PropertyKey[]): readonly string[] {
  const found = path.reduce<unknown>(
    (at, key) => (isJsonObject(at) ? at[String(key)] : undefined),
    Config.parse({}),
  );
  return isJsonObject(found) ? Object.keys(found) : [];
}
