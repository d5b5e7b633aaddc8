import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trailStopped } from '../../support/log-records.ts';
import { runInProcess } from './run-in-process.ts';

const record = {
  eventVersion: '1.11',
  eventID: 'c0a1',
  eventTime: '2026-03-01T10:00:00Z',
  eventName: 'StopLogging',
  userIdentity: { type: 'IAMUser', userName: 'mallory', accountId: '111122223333' },
  recipientAccountId: '111122223333',
};
const fires = {
  title: 'It is stopped',
  records: [record],
  expect: { fires: true, resources: ['iam-user mallory'] },
};
const silent = {
  title: 'It is read',
  records: [{ ...record, eventName: 'GetTrail' }],
  expect: { fires: false },
};

async function writeRule(own: object, cases: Readonly<Record<string, object>>): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'tourniquet-rules-')), 'trail-stopped');
  await mkdir(join(folder, 'cases'), { recursive: true });
  await writeFile(join(folder, 'rule.json'), JSON.stringify(own));
  for (const [name, one] of Object.entries(cases))
    await writeFile(join(folder, 'cases', `${name}.json`), JSON.stringify(one));
  return folder;
}

describe('tourniquet test, on a detection rule', () => {
  it('passes where each case comes out as it says', async () => {
    const { code, out, err } = await runInProcess('test', await writeRule(trailStopped, { fires, silent }));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('2 cases of 1 detection rule passed. Each fires, and stays silent.');
  });

  it('prints the results as JSON', async () => {
    const { out } = await runInProcess('test', '--json', await writeRule(trailStopped, { fires, silent }));
    expect(JSON.parse(out)).toMatchObject({
      playbooks: [],
      detections: [{ rule: 'trail-stopped', missing: [], cases: [{ differences: [] }, { differences: [] }] }],
    });
  });

  it.each([
    [
      'it does not fire',
      trailStopped,
      { fires: { ...fires, records: silent.records }, silent },
      'fires: expected true',
    ],
    [
      'it names something else',
      trailStopped,
      { fires: { ...fires, expect: { fires: true, resources: ['iam-user eve'] } }, silent },
      'resources: expected ["iam-user eve"]',
    ],
    ['no case stays silent', trailStopped, { fires }, 'no case shows that it stays silent'],
    ['there are no cases', trailStopped, {}, 'no case shows that it fires'],
    [
      'no case stays below the threshold',
      { ...trailStopped, threshold: { count: 2, within: 'PT5M' } },
      {
        fires: {
          ...fires,
          records: [record, { ...record, eventID: 'c0a2' }],
          expect: { ...fires.expect, at: 2 },
        },
        silent,
      },
      'that it stays silent below its threshold',
    ],
    [
      'no case shows what is allowed',
      { ...trailStopped, allow: [{ reason: 'ours', match: { event: { region: ['us-east-1'] } } }] },
      { fires, silent },
      'no case shows that it allows: ours',
    ],
  ])('fails where %s', async (_what, own, cases, told) => {
    const { code, out } = await runInProcess('test', await writeRule(own, cases));
    expect(code).toBe(1);
    expect(out).toContain(told);
  });
});

describe('tourniquet validate, on a detection rule', () => {
  it('names every error of the rule and of its cases', async () => {
    const folder = await writeRule(
      { ...trailStopped, severity: 'HGH' },
      { fires: { ...fires, records: [{ $ref: '../nowhere.json' }] }, silent: { ...silent, expect: {} } },
    );
    const { code, err } = await runInProcess('validate', folder);
    expect(code).toBe(1);
    expect(err).toContain('rule.json: /severity: is not one of');
    expect(err).toContain(
      'fires.json: /records/0/$ref: there is no such file, got "../nowhere.json"; it stands for',
    );
    expect(err).toContain('silent.json: /expect/fires: is neither true nor false; give {');
  });

  it('refuses a rule whose id is not the name of its folder', async () => {
    const { code, err } = await runInProcess(
      'validate',
      await writeRule({ ...trailStopped, id: 'other' }, {}),
    );
    expect(code).toBe(1);
    expect(err).toContain('/id: is not the name of its folder, got "other"; write "trail-stopped"');
  });
});
