import { DescribeInstancesCommand, type EC2Client, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { GetUserCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsConfig } from '../../../core/aws-config.ts';
import { createAwsAccess } from '../../../tasks/aws/access.ts';
import { allClients } from '../../../tasks/aws/all-clients.ts';
import { explainError } from '../../../tasks/aws/denied.ts';
import { createRequestHandler } from '../../../tasks/aws/request-handler.ts';
import type { ClientScope } from '../../../tasks/aws-clients.ts';
import {
  callerReply,
  type FakeAws,
  type FakeCall,
  type FakeReply,
  sessionReply,
  startFakeAws,
} from '../../support/fake-aws.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const hub = '999988887777';
const member = '111122223333';
const role = 'security/Responder';
const scope: ClientScope = {
  account: member,
  region: 'eu-central-1',
  incident: 'inc-1',
  purpose: 'ec2.stop-instance',
  trusted: true,
  permissions: ['ec2:DescribeInstances', 'iam:GetUser'],
};
const describeAll = () => new DescribeInstancesCommand({});

let fake: FakeAws;
let answer: (call: FakeCall) => FakeReply;

const standard = ({ action }: FakeCall): FakeReply => {
  if (action === 'GetCallerIdentity') return callerReply(hub);
  if (action === 'AssumeRole') return sessionReply(`ASIA${fake.calls.length}`);
  if (action === 'GetUser') return '<GetUserResponse><GetUserResult></GetUserResult></GetUserResponse>';
  return '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>';
};
const sessions = () => fake.calls.filter(({ action }) => action === 'AssumeRole');

beforeEach(async () => {
  answer = standard;
  fake = await startFakeAws((call) => answer(call));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAHUB');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-hub');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake.close();
});

async function open(config: Partial<AwsConfig> = {}) {
  const clock = createManualClock();
  const aws = AwsConfig.parse({ endpoint: fake.url, ...config });
  const timeouts = { connectMs: 1000, requestMs: 500 };
  return { clock, ...(await createAwsAccess({ aws, clock, makers: allClients, timeouts })) };
}

describe('without a role', () => {
  it('knows whose credentials it has, and uses them in their own account', async () => {
    const { access, caller } = await open();
    expect(caller).toEqual({
      account: hub,
      arn: `arn:aws:iam::${hub}:user/hub`,
      partition: 'aws',
      region: 'eu-central-1',
    });
    await access({ ...scope, account: hub }).ec2.send(describeAll());
    expect(fake.calls.map(({ action, signedBy }) => [action, signedBy])).toEqual([
      ['GetCallerIdentity', 'AKIAHUB'],
      ['DescribeInstances', 'AKIAHUB'],
    ]);
  });

  it.each([
    [
      'another account',
      { account: member },
      /^account 111122223333 is out of reach: .*999988887777; set aws\.role/,
    ],
    ['no account', { account: 'me' }, /^"me" is no AWS account id$/],
    ['no Region', { account: hub, region: 'x.evil.example' }, /^"x\.evil\.example" is no Region/],
  ])('refuses %s before anything is sent', async (_what, change, message) => {
    const { access } = await open();
    expect(() => access({ ...scope, ...change })).toThrow(message);
    expect(fake.actions()).toEqual(['GetCallerIdentity']);
  });
});

describe('of accounts that nobody vouched for', () => {
  const stranger = '666677778888';
  it.each([
    ['enters our own', { account: hub, trusted: false }, null, true],
    ['does not enter another', { account: stranger, trusted: false }, null, false],
    ['enters one that is named', { account: member, trusted: false }, [member], true],
    ['does not enter one beside those', { account: stranger, trusted: false }, [member], false],
    ['enters another that AWS speaks of', { account: stranger, trusted: true }, null, true],
    [
      'enters none beside those named, though AWS speaks of it',
      { account: stranger, trusted: true },
      [],
      false,
    ],
  ])('%s', async (_what, change, accounts, enters) => {
    const { access } = await open({ role, externalId: 'ours', accounts });
    const send = () => access({ ...scope, ...change }).ec2.send(describeAll());
    if (enters) await send();
    else expect(send).toThrow(/^account 666677778888 is not one of aws\.accounts.*nothing was called there/);
    expect(sessions()).toHaveLength(enters ? 1 : 0);
  });
});

describe('with a role', () => {
  it('assumes it in the target account, for one purpose and incident, and no more than the phase may do', async () => {
    const { access } = await open({ role, externalId: 'ours' });
    await access(scope).ec2.send(describeAll());
    const [session] = sessions();
    const { Policy, ...said } = Object.fromEntries(session?.parameters ?? []);
    expect(said).toMatchObject({
      RoleArn: `arn:aws:iam::${member}:role/${role}`,
      RoleSessionName: 'tourniquet-ec2.stop-instance',
      SourceIdentity: 'inc-1',
      ExternalId: 'ours',
      DurationSeconds: '900',
    });
    expect(JSON.parse(Policy ?? '').Statement).toEqual([
      { Effect: 'Allow', Action: [...scope.permissions], Resource: '*' },
    ]);
    expect(fake.calls.at(-1)).toMatchObject({ action: 'DescribeInstances', signedBy: 'ASIA2' });
  });

  it('assumes it once for all services and all who ask at the same time', async () => {
    const { access } = await open({ role });
    const { ec2, iam } = access(scope);
    await Promise.all([ec2.send(describeAll()), ec2.send(describeAll()), iam.send(new GetUserCommand({}))]);
    await access(scope).ec2.send(describeAll());
    expect(sessions()).toHaveLength(1);
  });

  it.each([
    ['incident', { incident: 'inc-2' }],
    ['purpose', { purpose: 'enrich' }],
    ['account', { account: hub }],
    ['phase', { permissions: [...scope.permissions, 'ec2:StopInstances'] }],
  ])('shares no session with another %s', async (_what, change) => {
    const { access } = await open({ role });
    await access(scope).ec2.send(describeAll());
    await access({ ...scope, ...change }).ec2.send(describeAll());
    expect(sessions()).toHaveLength(2);
  });

  it('renews a session five minutes before it ends', async () => {
    const { access, clock } = await open({ role });
    const send = () =>
      access({ ...scope, region: `eu-west-${sessions().length + 1}` }).ec2.send(describeAll());
    await send();
    await clock.advance(599_000);
    await send();
    expect(sessions()).toHaveLength(1);
    await clock.advance(1_000);
    await send();
    expect(sessions()).toHaveLength(2);
  });

  it('says that it may not be assumed, and tries again the next time', async () => {
    const { access } = await open({ role });
    answer = (call) =>
      call.action === 'AssumeRole'
        ? { status: 403, code: 'AccessDenied', message: 'User: hub is not authorized' }
        : standard(call);
    await expect(access(scope).ec2.send(describeAll())).rejects.toMatchObject({
      name: 'AccessDenied',
      permission: 'sts:AssumeRole',
      message: `sts:AssumeRole is denied in account ${member} (eu-central-1); allow it to arn:aws:iam::${hub}:user/hub: User: hub is not authorized`,
    });
    answer = standard;
    await access(scope).ec2.send(describeAll());
    expect(fake.actions().at(-1)).toBe('DescribeInstances');
  });
});

describe('a call that fails', () => {
  const failing = async (reply: FakeReply) => {
    const { access } = await open({ role });
    answer = (call) => (call.action === 'StopInstances' ? reply : standard(call));
    const call = access(scope).ec2.send(new StopInstancesCommand({ InstanceIds: ['i-1'] }));
    return (await call.catch((error: unknown) => error)) as Error;
  };

  it('for want of a permission names it and who needs it, without EC2’s encoded message', async () => {
    const error = await failing({
      status: 403,
      code: 'UnauthorizedOperation',
      message:
        'You are not authorized to perform this operation. User: x is not allowed. Encoded authorization failure message: qwertyuiop',
    });
    expect(error).toMatchObject({
      name: 'UnauthorizedOperation',
      permission: 'ec2:StopInstances',
      message: `ec2:StopInstances is denied in account ${member} (eu-central-1); allow it to arn:aws:iam::${member}:role/${role}: User: x is not allowed.`,
    });
  });

  it('for another reason keeps AWS’s name and words', async () => {
    const message = "The instance ID 'i-1' does not exist";
    const error = await failing({ status: 400, code: 'InvalidInstanceID.NotFound', message });
    expect(error).toMatchObject({ name: 'InvalidInstanceID.NotFound', message });
  });

  it('because nobody answers ends by itself, after three attempts', async () => {
    expect(await failing(null)).toMatchObject({
      name: 'Busy',
      message: 'ec2 in eu-central-1 cannot be reached (ETIMEDOUT)',
    });
    expect(fake.actions().filter((action) => action === 'StopInstances')).toHaveLength(3);
  });

  it('because the line is dead is Busy: it may work later', async () => {
    const { access } = await open();
    await fake.close();
    await expect(access({ ...scope, account: hub }).ec2.send(describeAll())).rejects.toMatchObject({
      name: 'Busy',
      retryable: true,
    });
  });

  it('shows no credentials, whatever is printed of it', async () => {
    const error = await failing({ status: 403, code: 'AccessDenied', message: 'no' });
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 10 })).not.toMatch(/secret-of|token-of/);
  });
});

describe('a client', () => {
  it.each(Object.entries(allClients))(
    'of %s slows down where AWS throttles, and tries three times',
    async (_service, make) => {
      const requestHandler = createRequestHandler({ connectMs: 1, requestMs: 1 });
      const { config } = make({ region: 'eu-central-1', requestHandler }) as EC2Client;
      expect(await config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
      expect(await config.maxAttempts()).toBe(3);
      expect(config.requestHandler).toBe(requestHandler);
    },
  );

  it('asks for a session again where STS throttles', async () => {
    const { access } = await open({ role });
    answer = (call) =>
      call.action === 'AssumeRole' && sessions().length === 1
        ? { status: 400, code: 'Throttling', message: 'Rate exceeded' }
        : standard(call);
    await access(scope).ec2.send(describeAll());
    expect(sessions()).toHaveLength(2);
  });

  it('says that there may be no such Region where a name leads nowhere', () => {
    const error = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const place = {
      service: 'ec2',
      command: describeAll(),
      account: member,
      region: 'eu-centrl-1',
      by: 'x',
    } as const;
    expect(explainError(error, place)).toMatchObject({
      name: 'Busy',
      message:
        'ec2 in eu-centrl-1 cannot be reached (ENOTFOUND); look to the network, and whether there is such a Region',
    });
  });
});

it('can be told to stop waiting', async () => {
  const { access } = await open();
  answer = () => null;
  const stop = new AbortController();
  const call = access({ ...scope, account: hub }).ec2.send(describeAll(), { abortSignal: stop.signal });
  await vi.waitUntil(() => fake.calls.length === 2);
  stop.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});

it('blames the line where the line is broken, and not the credentials', async () => {
  await fake.close();
  await expect(open()).rejects.toMatchObject({
    name: 'Busy',
    message: 'sts in eu-central-1 cannot be reached (ECONNREFUSED)',
  });
});

it('is not opened with credentials that AWS does not know', async () => {
  answer = () => ({ status: 403, code: 'InvalidClientTokenId', message: 'The security token is invalid.' });
  await expect(open()).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringMatching(/^--account aws cannot tell .*\(InvalidClientTokenId: .*AWS_PROFILE/),
  });
});
