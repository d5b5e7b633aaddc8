import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { createStores } from '../../core/records/stores.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { runCli } from '../runtime/cli/spawn-cli.ts';
import { removeFolder, temporaryFolder } from '../support/lake.ts';
import { storeFindings } from '../support/stored-findings.ts';

const FINDINGS = 400;

/** Of everything in every table. */
function digestOf(file: string): string {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const rows = tables.map(({ name }) => sqlite.prepare(`SELECT * FROM "${String(name)}"`).all());
  sqlite.close();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

it(`replays ${FINDINGS} findings, each once, and leaves the store as it was`, async () => {
  const folder = temporaryFolder();
  onTestFinished(() => removeFolder(folder));
  const db = join(folder, 'home.db');
  const database = openDatabase(db);
  const clock = { now: () => Date.UTC(2026, 0, 11) };
  const stores = createStores({ table: createSqliteTable(database), clock, digest: (text) => text });
  const examples = Array.from({ length: FINDINGS }, (_, n) =>
    n % 2 === 0 ? 'iam-key-compromised' : 'ec2-cryptocurrency',
  );
  await storeFindings(stores, examples);
  database.close();

  // The first makes the tables that are missing.
  await runCli('incidents', '--db', db);
  const before = digestOf(db);
  const playbook = join(import.meta.dirname, '../../playbooks/disable-compromised-key/playbook.json');
  const started = performance.now();
  const command = ['replay', '--playbook', playbook, '--db', db, '--since', '2026-01-01', '--json'];
  const { code, out, err } = await runCli(...command);
  console.log(`replayed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const told = JSON.parse(out) as { looked: number; findings: { finding: { id: string } }[] };
  expect(told).toMatchObject({
    looked: FINDINGS,
    replayed: FINDINGS / 2,
    failed: 0,
    statuses: { succeeded: FINDINGS / 2 },
    actions: { 'iam.disable-access-key': { applied: FINDINGS / 2 } },
  });
  const wanted = Array.from({ length: FINDINGS / 2 }, (_, n) => `finding-${FINDINGS - 2 - 2 * n}`);
  expect(told.findings.map(({ finding }) => finding.id)).toEqual(wanted);
  expect(digestOf(db)).toBe(before);
});
