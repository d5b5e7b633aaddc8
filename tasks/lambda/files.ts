import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Config } from '../../core/config.ts';
import { Rule } from '../../core/detect/rule.ts';
import { InvalidInput } from '../../core/errors.ts';
import { Mode } from '../../core/playbook/protocol.ts';
import { createSelector, type TriggerSubject } from '../../core/playbook/select-playbooks.ts';
import type { Response } from '../../core/records/responses.ts';
import { JsonRecord } from '../../core/json.ts';
import { readEnvironment } from './environment.ts';

/** What the tasks must know of the playbooks that were deployed; each runs as a state machine of its own. */
const Library = z.array(
  z.object({
    id: z.string(),
    priority: z.number(),
    mode: Mode,
    hash: z.string(),
    /** A pattern that was checked before it was deployed. */
    trigger: JsonRecord.optional(),
  }),
);

/** The configuration, as it was deployed. */
export const loadConfig = (): Promise<Config> => loadFile('config.json', Config);

export interface DeployedLibrary {
  readonly select: (subject: TriggerSubject) => Response['playbooks'];
  readonly find: (id: string) => { readonly mode: Mode; readonly hash: string } | null;
}

export async function loadLibrary(): Promise<DeployedLibrary> {
  const playbooks = await loadFile('library.json', Library);
  const byId = new Map(playbooks.map((playbook) => [playbook.id, playbook]));
  const select = createSelector(playbooks);
  return {
    select: (subject) => select(subject).map(({ id, hash }) => ({ id, hash })),
    find: (id) => byId.get(id) ?? null,
  };
}

/** The detection rules that were deployed; they were checked before. */
export const loadRules = (): Promise<readonly Rule[]> => loadFile('rules.json', z.array(Rule));

/** Beside the function's code. */
export const pathOf = (file: string): string =>
  join(readEnvironment('LAMBDA_TASK_ROOT').LAMBDA_TASK_ROOT, file);

/** A file beside the code. @throws InvalidInput naming it and what is wrong. */
export async function loadFile<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const path = pathOf(file);
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new InvalidInput(`${path} cannot be read; deploy the function with the CDK app, which writes it`, {
      cause: error,
    });
  });
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const { path: at = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new InvalidInput(`${path}: /${at.join('/')}: ${message}`);
}
