import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runInProcess } from './run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-playbooks-'));
const place = join(folder, 'close-mine');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const { code, out } = await runInProcess('new', 'close-mine', '--folder', folder, '--type', 'Policy:S3/');
  expect(code).toBe(0);
  expect(out).toMatch(/^wrote {2}.*playbook\.json\nwrote {2}.*high\.json\nwrote {2}.*low\.json\n/);
});

it('what new writes passes validate, and test with all of it covered', async () => {
  expect(await runInProcess('validate', place)).toMatchObject({ code: 0, err: '' });
  const { code, out, err } = await runInProcess('test', place, '--min', '100');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n').at(-2)).toBe(
    '2 cases passed. Covered: steps 100 % (1/1), branches 100 % (0/0), undo paths 100 % (1/1)',
  );
});

it('test --min fails for each thing of which too little is covered, and says what to do', async () => {
  rmSync(join(place, 'cases', 'high.json'));
  expect(await runInProcess('test', place)).toMatchObject({ code: 0, err: '' });
  const { code, err } = await runInProcess('test', place, '--min', '80');
  expect(code).toBe(1);
  expect(err.split('\n')).toEqual([
    'error: steps: 0 of 1 are covered (0 %), and --min asks for 80 %; add cases for what no case shows',
    'error: undo paths: 0 of 1 are covered (0 %), and --min asks for 80 %; add cases with expect.release',
    '',
  ]);
});

it('validate and test say every error of a case, in its file', async () => {
  const file = join(place, 'cases', 'bad.json');
  writeFileSync(file, JSON.stringify({ titel: 'x', event: {}, expect: { runs: false } }));
  const { code, err } = await runInProcess('validate', place);
  expect(code).toBe(1);
  const places = err.split('\n').map((line) => line.replace(`error: ${file}: `, '').split(':', 1)[0]);
  expect(places).toEqual(['/event', '/titel', '/title', '']);
  expect(await runInProcess('test', place)).toMatchObject({ code: 1, err, out: '' });
});
