import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { reportSchema } from './report-schema.ts';
import { runInProcess } from './run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-budgets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('what is shut is shown, opened by a person, and then answered', async () => {
  const database = join(folder, 'shut.db');
  const config = join(folder, 'none.json');
  writeFileSync(config, JSON.stringify({ guardrails: { budgets: { disruptive: 0 } } }));
  const example = join(import.meta.dirname, '../../../docs/examples/iam-key-compromised.json');
  const ran = await runInProcess('run', example, '--db', database, '--config', config, '--json');
  const { incidents, notifications } = reportSchema.parse(JSON.parse(ran.out));
  expect(incidents).toMatchObject([{ status: 'not-contained', actions: [{ status: 'denied' }] }]);
  expect(notifications.map(({ subject }) => subject)).toContain(
    'Stopped: iam.disable-access-key in account 111122223333',
  );

  const elsewhere = ['budgets', '--db', database, '--reset', 'ec2.isolate-instance'];
  const shown = await runInProcess('budgets', '--db', database, '--config', config);
  const refused = await runInProcess(...elsewhere);
  expect(shown.out).toMatch(/111122223333\s+iam\.disable-access-key\s+0 of 0\s+0\s+shut \(budget\)/);

  expect(refused).toMatchObject({
    code: 1,
    err: 'error: ec2.isolate-instance is not shut anywhere; what is shut: iam.disable-access-key in 111122223333\n',
  });
  const opened = await runInProcess('budgets', '--db', database, '--reset', 'iam.disable-access-key');
  expect(opened.out).toContain('Open again: iam.disable-access-key in account 111122223333.');

  expect(opened.out).toContain(`tourniquet respond <incident> --db ${database}\n`);

  await runInProcess('respond', incidents[0]?.id ?? '', '--db', database);
  const after = await runInProcess('budgets', '--db', database, '--json');
  expect(JSON.parse(after.out)).toMatchObject([{ action: 'iam.disable-access-key', used: 1, latch: null }]);
});
