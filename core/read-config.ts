import { Config } from './config.ts';
import { InvalidInput } from './errors.ts';
import { isJsonObject } from './json.ts';
import { parseJson } from './parse-json.ts';
import type { Mode } from './playbook/protocol.ts';
import { explainIssue } from './problem/explain-issue.ts';

interface ConfigFile {
  /** How it is called where something is wrong with it: its path. */
  readonly label: string;
  readonly bytes: Uint8Array;
  /** Where it names none. */
  readonly mode: Mode;
}

/**
 * A configuration file, for the command line and for the stacks.
 * @throws InvalidInput that names the file, every field that is wrong, and the remedy; no value, for there are secrets among them.
 */
export function readConfig({ label, bytes, mode }: ConfigFile): Config {
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new InvalidInput(`${label}: ${parsed.reason}`);
  const given = isJsonObject(parsed.value) ? { mode, ...parsed.value } : parsed.value;
  const config = Config.safeParse(given);
  if (config.success) return config.data;
  const problems = config.error.issues
    .flatMap((issue) => explainIssue(issue, Config, given, []))
    .map(({ pointer, message, remedy }) => `${pointer === '' ? 'the file' : pointer}: ${message}; ${remedy}`);
  throw new InvalidInput(`${label}: ${problems.join('; ')}`);
}
