import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type CliResult, example, startCli } from '../runtime/cli/spawn-cli.ts';

/** What each example names, and what must differ from one copy to the next. */
const examples: readonly (readonly [string, readonly string[]])[] = [
  [
    'ec2-cryptocurrency',
    ['5ac1e07d3b9f4a52b6c0d1e2f3a4b5c6', 'i-0a1b2c3d4e5f67890', 'eni-0f1e2d3c4b5a69788'],
  ],
  ['iam-key-compromised', ['8be2f19c4d7a4c63a1d0e9f8b7c6a5d4', 'AKIAEXAMPLEDEPLOY001', 'deploy-bot']],
  ['role-credentials-exfiltrated', ['9df4b37f607c4e85c3f20b1ad9e8c7f6', 'app-server-role']],
  ['s3-bucket-made-public', ['2cd3a28e5f6b4d74b2e1fa09c8d7b6e5', 'example-customer-exports']],
];

/** Different findings about different resources, in files of their own; every fifth asks before it acts. */
export function writeFindings(folder: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => {
    const [name, ids] = examples[n % examples.length] ?? ['', []];
    const mark = String(n).padStart(4, '0');
    const text = ids.reduce(
      (changed, id) => changed.replaceAll(id, id.slice(0, -4) + mark),
      readFileSync(example(name), 'utf8'),
    );
    const file = join(folder, `${mark}.json`);
    writeFileSync(file, n % 5 === 0 ? text.replace('"severity": 8', '"severity": 6') : text);
    return file;
  });
}

/** How far a run on the file has come: steps of its executions that are on disk. */
export function readProgress(file: string): number {
  return readRow(file, 'SELECT coalesce(max(id), 0) AS value FROM asl_journal');
}

/** How many events the runs on the file have accepted. */
export const countAccepted = (file: string): number =>
  readRow(file, "SELECT count(*) AS value FROM items WHERE pk LIKE 'INBOX#%'");

function readRow(file: string, query: string): number {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return Number(database.prepare(query).get()?.['value']);
    } finally {
      database.close();
    }
  } catch {
    // Not there yet.
    return 0;
  }
}

/**
 * Runs the command line until its progress on the file has reached a point, and kills it there.
 * @returns null when it was killed; its result when it ended before.
 */
export async function runUntilKilled(
  args: readonly string[],
  { file, at }: { readonly file: string; readonly at: number },
): Promise<CliResult | null> {
  const { ended, kill } = startCli(args);
  let over = false;
  const result = ended.finally(() => {
    over = true;
  });
  while (!over && readProgress(file) < at) await delay(2);
  if (!over) kill('SIGKILL');
  const { signal, ...rest } = await result;
  return signal === 'SIGKILL' ? null : { signal, ...rest };
}
