import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { type CliResult, example, startCli } from '../runtime/cli/spawn-cli.ts';
import { reportSchema } from '../runtime/cli/report-schema.ts';
import { type Lab, openLab } from './lab.ts';
import { takePicture } from './picture.ts';
import { setUpInstance, setUpUser } from './set-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-moto-'));
afterAll(() => rmSync(folder, { recursive: true }));

const config = join(folder, 'config.json');
writeFileSync(config, JSON.stringify({ aws: { role: 'Responder' } }));

const secret = 'never-to-be-written-down';
const env = {
  AWS_ENDPOINT_URL: inject('moto').replace('localhost', '127.0.0.1'),
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_REGION: 'us-east-1',
};
/** How every session token of moto's begins. */
const token = 'FQoGZXIvYXdz';

const cli = async (...args: string[]): Promise<CliResult> =>
  await startCli([...args, '--account', 'aws', '--config', config], { env }).ended;

/** An example of `docs/examples` about what stands in the lab. */
function eventOf(name: string, lab: Lab, ids: Readonly<Record<string, string>>): string {
  const text = Object.entries(ids).reduce(
    (event, [from, to]) => event.replaceAll(from, to),
    readFileSync(example(name), 'utf8').replaceAll('111122223333', lab.account),
  );
  const path = join(folder, `${name}.json`);
  writeFileSync(path, text);
  return path;
}

const cases = [
  {
    name: 'ec2-cryptocurrency',
    // Without a profile: moto cannot say who else has it (see mend-moto.ts).
    setUp: async (lab: Lab) => ({
      'i-0a1b2c3d4e5f67890': (await setUpInstance(lab, { hasProfile: false })).instanceId,
    }),
    actions: ['ec2.snapshot-volumes', 'ec2.isolate-instance'],
  },
  {
    name: 'iam-key-compromised',
    setUp: async (lab: Lab) => {
      const { accessKeyId, userName } = await setUpUser(lab);
      return { AKIAEXAMPLEDEPLOY001: accessKeyId, 'ci-deploy': userName };
    },
    actions: ['iam.disable-access-key'],
  },
];

describe.each(cases)('tourniquet run with $name and --account aws', ({ name, setUp, actions }) => {
  it('plans in shadow, contains when it is told to, and undoes', async () => {
    const lab = await openLab();
    const event = eventOf(name, lab, await setUp(lab));
    const before = await takePicture(lab, ['ec2:*', 'iam:*']);

    const shadow = await cli('run', '--json', event);
    expect(shadow.err).toMatch(/^real accounts, as role Responder .* mode shadow: .* change nothing\n$/);
    const [planned] = reportSchema.parse(JSON.parse(shadow.out)).incidents;
    expect(planned?.actions.map(({ action, status }) => [action, status])).toEqual(
      actions.map((action) => [action, 'planned']),
    );
    expect(await takePicture(lab, ['ec2:*', 'iam:*'])).toEqual(before);

    const db = join(folder, `${name}.db`);
    const auto = await cli('run', '--json', '--mode', 'auto', '--approve', 'all', '--db', db, event);
    expect(auto).toMatchObject({ code: 0 });
    const [incident] = reportSchema.parse(JSON.parse(auto.out)).incidents;
    expect(incident).toMatchObject({ status: 'contained', account: lab.account });
    expect(incident?.actions.map(({ action, status, verified }) => [action, status, verified])).toEqual(
      actions.map((action) => [action, 'applied', 'contained']),
    );
    expect(await takePicture(lab, ['ec2:*', 'iam:*'])).not.toEqual(before);

    expect(await cli('verify', incident?.id ?? '', '--db', db)).toMatchObject({ code: 0 });
    const undone = await cli('undo', incident?.id ?? '', '--db', db);
    expect(undone).toMatchObject({ code: 0 });
    expect(undone.out).toContain(`${incident?.id} is released.`);
    expect(await takePicture(lab, ['ec2:*', 'iam:*'])).toEqual(before);

    const written =
      [shadow, auto, undone].map(({ out, err }) => out + err).join('') + readFileSync(db, 'latin1');
    expect(written).not.toContain(secret);
    expect(written).not.toContain(token);
  });
});
