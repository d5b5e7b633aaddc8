import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../core/ingest/records.ts';
import { runInProcess } from '../runtime/cli/run-in-process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(root, 'docs/ingest.md'), 'utf8');

let place: string;
const folder = (): string => join(place, 'my-detections');
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'tourniquet-tutorial-'));
  // Its cases refer to records that ship.
  symlinkSync(join(root, 'detections'), join(place, 'detections'));
  const [, tutorial = ''] = guide.split('### Write one\n');
  const [rule = '', fires = '', silent = ''] = [...tutorial.matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, json]) => json,
  );
  const rules = join(folder(), 'bucket-deleted');
  mkdirSync(join(rules, 'cases'), { recursive: true });
  writeFileSync(join(rules, 'rule.json'), rule);
  writeFileSync(join(rules, 'cases/deleted.json'), fires);
  writeFileSync(join(rules, 'cases/by-pipeline.json'), silent);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the tutorial of docs/ingest.md', () => {
  it('gives a rule that validates and whose cases pass', async () => {
    expect(await runInProcess('validate', folder())).toMatchObject({ code: 0, err: '' });
    const { code, out } = await runInProcess('test', folder());
    expect(out).not.toContain('MISSING');
    expect(code).toBe(0);
  });

  it('has ingest look for it', async () => {
    const file = join(place, 'deleted.ndjson');
    const deleted = { eventSource: 's3.amazonaws.com', eventName: 'DeleteBucket', errorCode: undefined };
    writeFileSync(file, JSON.stringify({ ...call, ...deleted }));
    const { out } = await runInProcess('ingest', file, '--detections', folder(), '--reject', 'all', '--json');
    expect(JSON.parse(out)).toMatchObject({ hits: { 'bucket-deleted': 1 } });
  });
});
