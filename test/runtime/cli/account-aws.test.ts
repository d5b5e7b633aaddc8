import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRead } from '../../../tasks/actions/runner/permissions.ts';
import { callerReply, type FakeAws, sessionReply, startFakeAws } from '../../support/fake-aws.ts';
import { reportSchema } from './report-schema.ts';
import { type CliResult, example, startCli } from './spawn-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-aws-'));
const database = join(folder, 'aws.db');
const config = join(folder, 'config.json');
const event = example('ec2-cryptocurrency');
let fake: FakeAws;
let run: CliResult;

/** A role that may be assumed, and may nothing. */
beforeAll(async () => {
  fake = await startFakeAws(({ action }) => {
    if (action === 'GetCallerIdentity') return callerReply('999988887777');
    if (action === 'AssumeRole') return sessionReply('ASIASESSION');
    return {
      status: 403,
      code: 'UnauthorizedOperation',
      message: 'Encoded authorization failure message: blob',
    };
  });
  writeFileSync(config, JSON.stringify({ aws: { role: 'Responder', endpoint: fake.url } }));
  run = await cli('run', '--account', 'aws', '--json', '--config', config, '--db', database, event);
});
afterAll(async () => {
  await fake.close();
  rmSync(folder, { recursive: true });
});

const env = { AWS_ACCESS_KEY_ID: 'AKIAHUB', AWS_SECRET_ACCESS_KEY: 'secret-of-hub' };
const cli = async (...args: string[]): Promise<CliResult> => await startCli(args, { env }).ended;

it('says at the start which accounts it is on and that nothing will be changed', () => {
  expect(run.err).toBe(
    'real accounts, as role Responder from account 999988887777, mode shadow: playbooks plan and change nothing\n',
  );
});

it('only reads in shadow, in sessions that could do no more', () => {
  const called = fake.actions().filter((action) => !['GetCallerIdentity', 'AssumeRole'].includes(action));
  expect(called).toContain('DescribeInstances');
  expect(called.filter((action) => !isRead(action))).toEqual([]);
  const policies = fake.calls.flatMap(({ parameters }) => parameters.get('Policy') ?? []);
  expect(policies.length).toBeGreaterThan(1);
  for (const policy of policies) {
    const allowed: string[] = JSON.parse(policy).Statement.flatMap(
      ({ Action }: { Action: string[] }) => Action,
    );
    expect(allowed.filter((action) => !isRead(action.split(':')[1] ?? ''))).toEqual([]);
  }
});

it('names the permission that is missing, and goes on', () => {
  expect(run.code).toBe(0);
  const [incident] = reportSchema.parse(JSON.parse(run.out)).incidents;
  expect(incident).toMatchObject({ account: '111122223333' });
  expect(run.out).toContain(
    'ec2:DescribeInstances is denied in account 111122223333 (us-east-1); allow it to arn:aws:iam::111122223333:role/Responder',
  );
  expect(fake.actions()).toContain('DescribeTags');
  expect(run.out).not.toContain('blob');
  expect(run.out).not.toMatch(/secret-of|token-of/);
});

it.concurrent.each([
  ['undo', ['undo', 'inc-1']],
  ['run', ['run', event]],
])('%s without --account aws is refused on that database', async (_name, args) => {
  const { code, err } = await cli(...args, '--db', database);
  expect(code).toBe(1);
  expect(err).toBe(
    `error: ${database} belongs to real accounts (--account aws); say --account aws, or give another --db\n`,
  );
});

it.concurrent.each([
  ['--mode approve', ['--mode', 'approve'], 'mode approve: playbooks change what a person approves'],
])('%s decides the mode', async (_name, args, said) => {
  const { err } = await cli('run', '--account', 'aws', '--config', config, ...args, event);
  expect(err).toContain(said);
});

it.concurrent('takes the mode of the configuration where it names one', async () => {
  const bold = join(folder, 'bold.json');
  writeFileSync(bold, JSON.stringify({ mode: 'auto', aws: { role: 'Responder', endpoint: fake.url } }));
  const { err } = await cli('run', '--account', 'aws', '--config', bold, event);
  expect(err).toContain('mode auto: playbooks change what they find fit');
});
