import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incidentSchema } from './report-schema.ts';
import { runInProcess } from './run-in-process.ts';
import { example } from './spawn-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-undo-'));
const db = join(folder, 'parts.db');
let id = '';

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const undo = async (...args: readonly string[]) => await runInProcess('undo', ...args, '--db', db);

beforeAll(async () => {
  await runInProcess('run', '--db', db, example('ec2-cryptocurrency'));
  const { out } = await runInProcess('incidents', '--db', db, '--json');
  id = incidentSchema.array().parse(JSON.parse(out))[0]?.id ?? '';
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('undo says which incident may be meant', async () => {
  const near = id.slice(0, -2);
  expect(await undo(near)).toEqual({
    code: 1,
    out: '',
    err: `error: there is no incident ${near} in ${db}; did you mean ${id}?\n`,
  });
});

it('undo --dry-run says what would be undone, call by call, and what is left', async () => {
  const { code, out, err } = await undo(id, '--dry-run');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(linesOf(out)).toEqual([
    expect.stringMatching(
      /^would undo {3}ec2\.isolate-instance i-0a1b2c3d4e5f67890: eni-\w+ has its groups .* back/,
    ),
    expect.stringMatching(/^ +ec2 ModifyNetworkInterfaceAttribute \{/),
    expect.stringMatching(/^would leave {2}ec2\.snapshot-volumes .*evidence is kept/),
    `Nothing was changed. ${id} would be released.`,
  ]);
});

it('undo --action undoes what that action holds, and says what is held yet', async () => {
  expect(await undo(id, '--action', 'isolate-instance')).toEqual({
    code: 0,
    out: `undone  ec2.isolate-instance i-0a1b2c3d4e5f67890\n${id} still holds ec2.snapshot-volumes on i-0a1b2c3d4e5f67890.\n`,
    err: '',
  });
  const again = await undo(id, '--action', 'isolate-instance');
  expect(again.code).toBe(1);
  expect(again.err).toMatch(/holds nothing by isolate-instance\. It holds ec2\.snapshot-volumes on/);
});
