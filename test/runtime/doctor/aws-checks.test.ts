import { describe, expect, it, vi } from 'vitest';
import type { Check } from '../../../runtime/doctor/check.ts';
import { guardDuty } from '../../../runtime/doctor/checks/guardduty.ts';
import { permissions } from '../../../runtime/doctor/checks/permissions.ts';
import { quotas } from '../../../runtime/doctor/checks/quotas.ts';
import { role } from '../../../runtime/doctor/checks/role.ts';
import { securityHub } from '../../../runtime/doctor/checks/security-hub.ts';
import { topics } from '../../../runtime/doctor/checks/topics.ts';
import { examine, type fakeAws, hub, patient, refuse } from './patient.ts';

const member = '444455556666';
const detector = (Status: string, FindingPublishingFrequency: string) => ({
  ListDetectors: () => ({ DetectorIds: ['d1'] }),
  GetDetector: () => ({ Status, FindingPublishingFrequency }),
});
const quota = (QuotaName: string, Value: number) => ({ QuotaName, Value, QuotaCode: 'L-1' });
const quotasOf = (lambda: number, states: readonly object[]) => ({
  ListServiceQuotas: ({ ServiceCode }: { ServiceCode: string }) => ({
    Quotas: ServiceCode === 'lambda' ? [quota('Concurrent executions', lambda)] : states,
  }),
});
const refill = quota('StateTransition throttle token refill rate per second', 800);

type Case = readonly [
  title: string,
  check: Check,
  answers: Parameters<typeof fakeAws>[0],
  says: readonly string[],
];

const cases: readonly Case[] = [
  ['GuardDuty that is on', guardDuty, detector('ENABLED', 'FIFTEEN_MINUTES'), ['ok: is on']],
  [
    'GuardDuty that nobody switched on',
    guardDuty,
    { ListDetectors: () => ({}) },
    ['failed: is off → aws guardduty create-detector --enable --region us-east-1'],
  ],
  [
    'GuardDuty that was suspended',
    guardDuty,
    detector('DISABLED', 'FIFTEEN_MINUTES'),
    ['failed: is suspended → aws guardduty update-detector --detector-id d1 --region us-east-1 --enable'],
  ],
  [
    'GuardDuty that keeps repetitions for long',
    guardDuty,
    detector('ENABLED', 'SIX_HOURS'),
    [expect.stringMatching(/^failed: .* every six hours → .*FIFTEEN_MINUTES/) as string],
  ],
  ['Security Hub that is on', securityHub, { DescribeHub: () => ({}) }, ['ok: is on']],
  [
    'Security Hub that is off',
    securityHub,
    { DescribeHub: refuse('InvalidAccessException') },
    ['failed: is off → aws securityhub enable-security-hub --region us-east-1'],
  ],
  [
    'a role that lets us in',
    role,
    { AssumeRole: () => ({}) },
    [expect.stringMatching(/^ok: .* lets arn/) as string],
  ],
  [
    'a role that lets in the functions alone',
    role,
    { AssumeRole: refuse('AccessDenied'), GetRole: () => ({}) },
    [expect.stringMatching(/^ok: TourniquetResponder is there; it lets in the functions/) as string],
  ],
  [
    'a role that is not there',
    role,
    { AssumeRole: refuse('AccessDenied'), GetRole: refuse('NoSuchEntityException') },
    ['failed: there is no TourniquetResponder → deploy the stack TourniquetMember'],
  ],
  [
    'quotas that are enough',
    quotas,
    quotasOf(1000, [refill]),
    ['ok: Lambda functions at once: 1000', 'ok: state transitions a second: 800'],
  ],
  [
    'quotas of a new account',
    quotas,
    quotasOf(10, [refill]),
    [
      'failed: Lambda functions at once: 10, and 100 are wanted → aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-1 --desired-value 100',
      'ok: state transitions a second: 800',
    ],
  ],
  [
    'a quota that is not listed',
    quotas,
    quotasOf(1000, []),
    [
      'ok: Lambda functions at once: 1000',
      'unknown: state transitions a second: Service Quotas does not say → look for it in the console, under states',
    ],
  ],
];

const render = (all: Awaited<ReturnType<typeof examine>>) =>
  all.map(({ status, says, remedy }) => `${status}: ${says}${remedy === undefined ? '' : ` → ${remedy}`}`);

it.each(cases)('%s', async (_title, check, answers, says) => {
  expect(render(await examine(check, patient({}, answers)))).toEqual(says);
});

it('follows the pages of quotas', async () => {
  const aws = patient(
    {},
    {
      ListServiceQuotas: ({ NextToken }: { NextToken?: string }) =>
        NextToken === undefined
          ? { Quotas: [], NextToken: 'more' }
          : { Quotas: [quota('Concurrent executions', 1000), refill] },
    },
  );
  expect((await examine(quotas, aws)).map(({ status }) => status)).toEqual(['ok', 'ok']);
});

it('cannot tell whether another account refuses everybody or us alone', async () => {
  const given = patient({}, { AssumeRole: refuse('AccessDenied') });
  const [said] = await examine(role, given, { account: member, region: 'us-east-1' });
  expect(said).toMatchObject({ status: 'unknown', remedy: expect.stringContaining(member) });
});

it('an account that the configuration leaves out fails before it is entered', async () => {
  const given = patient({ aws: { role: 'TourniquetResponder', accounts: [] } });
  const enter = vi.fn();
  const [said] = await examine(
    role,
    { ...given, aws: { ...given.aws, enter } },
    { account: member, region: 'us-east-1' },
  );
  expect(said).toMatchObject({ status: 'failed', says: `account ${member} is not one of aws.accounts` });
  expect(enter).not.toHaveBeenCalled();
});

describe('without a role', () => {
  const none = { aws: { role: null } };
  it('the credentials act themselves, in their own account', async () => {
    expect(render(await examine(role, patient(none)))).toEqual([
      `ok: no role is configured: arn:aws:iam::${hub}:user/ana acts itself`,
    ]);
  });

  it('another account is out of reach', async () => {
    const there = { account: member, region: 'us-east-1' };
    expect((await examine(role, patient(none), there))[0]).toMatchObject({ status: 'failed' });
  });
});

describe('permissions', () => {
  const simulating = (denied: readonly string[]) => {
    const asked: any[] = [];
    const given = patient(
      {},
      {
        SimulatePrincipalPolicy: (input: any) => {
          asked.push(input);
          return {
            EvaluationResults: input.ActionNames.map((EvalActionName: string) => ({
              EvalActionName,
              EvalDecision: denied.includes(EvalActionName) ? 'implicitDeny' : 'allowed',
            })),
          };
        },
      },
    );
    return { asked, given };
  };

  it('are simulated for the role, for each purpose with the session that it would have', async () => {
    const { asked, given } = simulating([]);
    const [said] = await examine(permissions, given);
    expect(said?.status).toBe('ok');
    const userOf = (action: string) =>
      asked
        .filter(({ ActionNames }) => ActionNames.includes(action))
        .map(({ ContextEntries }) => ContextEntries[0].ContextKeyValues[0]);
    expect(userOf('ec2:CreateSnapshots')).toEqual(['AROAEXAMPLE:tourniquet-ec2.']);
    expect(userOf('securityhub:BatchUpdateFindings')).toEqual(
      expect.arrayContaining(['AROAEXAMPLE:tourniquet-write-back']),
    );
    for (const { PolicySourceArn, ActionNames, ContextEntries } of asked) {
      expect(PolicySourceArn).toBe(`arn:aws:iam::${hub}:role/TourniquetResponder`);
      expect(new Set(ActionNames).size).toBe(ActionNames.length);
      expect(ContextEntries.map((one: any) => one.ContextKeyName)).toEqual([
        'aws:userid',
        'iam:PolicyARN',
        'iam:PassedToService',
      ]);
    }
  });

  it('that are denied are named', async () => {
    const { given } = simulating(['ec2:CreateSnapshots', 'iam:UpdateAccessKey']);
    const [said] = await examine(permissions, given);
    expect(said).toMatchObject({
      status: 'failed',
      says: expect.stringContaining(
        'are denied to TourniquetResponder: ec2:CreateSnapshots, iam:UpdateAccessKey',
      ),
    });
  });

  it('are asked for from inside the other account', async () => {
    const { given } = simulating([]);
    await examine(permissions, given, { account: member, region: 'eu-west-1' });
    const { calls } = given.aws as ReturnType<typeof fakeAws>;
    expect(new Set(calls)).toEqual(new Set([`${member} aws-global SimulatePrincipalPolicy`]));
  });

  it('of a session are those of its role', async () => {
    const { asked, given } = simulating([]);
    const caller = { ...given.aws.caller, arn: `arn:aws:sts::${hub}:assumed-role/Admin/ana` };
    const config = { ...given.config, aws: { ...given.config.aws, role: null } };
    await examine(permissions, { ...given, config, aws: { ...given.aws, caller } });
    expect(asked[0].PolicySourceArn).toBe(`arn:aws:iam::${hub}:role/Admin`);
  });
});

describe('topics', () => {
  const arn = (name: string) => `arn:aws:sns:us-east-1:${hub}:TourniquetMessages-${name}ABC-1x`;
  const subscription = (Endpoint: string, SubscriptionArn = `arn:sub:${Endpoint}`) => ({
    Endpoint,
    SubscriptionArn,
  });
  const world = (
    subscribed: Readonly<Record<string, readonly object[]>>,
    filters: Readonly<Record<string, string>> = {},
    approvers: readonly string[] = [],
  ) =>
    patient(
      { approvals: { approvers } },
      {
        ListTopics: ({ NextToken }: any) =>
          NextToken === undefined
            ? { Topics: [{ TopicArn: `arn:aws:sns:us-east-1:${hub}:others` }], NextToken: 'more' }
            : { Topics: Object.keys(subscribed).map((name) => ({ TopicArn: arn(name) })) },
        ListSubscriptionsByTopic: ({ TopicArn }: any) => ({
          Subscriptions: Object.entries(subscribed).find(([name]) => arn(name) === TopicArn)?.[1],
        }),
        GetSubscriptionAttributes: ({ SubscriptionArn }: any) => ({
          Attributes: { FilterPolicy: filters[SubscriptionArn] },
        }),
      },
    );

  it('are subscribed, and each approver gets their own questions', async () => {
    const given = world(
      { Alerts: [subscription('soc@example.com')], Approvals: [subscription('ana@example.com')] },
      { 'arn:sub:ana@example.com': '{"to":["ana"]}' },
      ['ana'],
    );
    expect(render(await examine(topics, given))).toEqual([
      'ok: Alerts: 1 subscribed',
      'ok: Approvals: 1 subscribed',
    ]);
  });

  it.each([
    ['no filter policy', {}],
    ['a filter policy of something else', { 'arn:sub:ana@example.com': '{"kind":["approval"]}' }],
    ['a filter policy that is not JSON', { 'arn:sub:ana@example.com': 'to=ana' }],
  ])('an approval subscription with %s fails', async (_title, filters) => {
    const given = world({ Approvals: [subscription('ana@example.com')] }, filters);
    const [said] = await examine(topics, given);
    expect(said).toMatchObject({
      status: 'failed',
      says: 'Approvals: ana@example.com gets the codes of everybody',
      remedy: expect.stringContaining(
        '--subscription-arn arn:sub:ana@example.com --attribute-name FilterPolicy',
      ),
    });
  });

  it('an approver whom no subscription is for fails', async () => {
    const filters = { 'arn:sub:ana@example.com': '{"to":["ana"]}' };
    const given = world({ Approvals: [subscription('ana@example.com')] }, filters, ['ana', 'ben']);
    expect(render(await examine(topics, given))).toEqual([
      'failed: Approvals: no subscription is for ben → subscribe ben with the filter policy {"to":["ben"]}',
    ]);
  });

  it('nobody, and somebody who did not confirm, fail', async () => {
    const given = world({ Urgent: [subscription('ana@example.com', 'PendingConfirmation')] });
    expect(render(await examine(topics, given))).toEqual([
      expect.stringMatching(/^failed: Urgent: ana@example.com has not confirmed/),
      expect.stringMatching(/^failed: Urgent: nobody is subscribed/),
    ]);
  });

  it('that are not deployed fail', async () => {
    expect((await examine(topics, world({})))[0]).toMatchObject({ status: 'failed' });
  });
});
