import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { endpointRegion } from '../../../tasks/aws/regions.ts';
import {
  sessionNameOf,
  sessionPolicy,
  sessionSeconds,
  sourceIdentityOf,
} from '../../../tasks/aws/session.ts';

it.each([
  ['an incident', sourceIdentityOf('inc-0123456789abcdef'), 'inc-0123456789abcdef'],
  ['no incident', sourceIdentityOf(''), 'tourniquet'],
  ['characters that AWS refuses', sourceIdentityOf('inc 1/é:*'), 'inc-1----'],
  ['an action', sessionNameOf('ec2.isolate-instance'), 'tourniquet-ec2.isolate-instance'],
  ['a long name', sessionNameOf('x'.repeat(100)), `tourniquet-${'x'.repeat(53)}`],
])('names of sessions: %s', (_what, got, expected) => {
  expect(got).toBe(expected);
  expect(got).toMatch(/^[\w+=,.@-]{2,64}$/);
});

it('makes names that AWS takes of any incident and purpose, and leaves incidents of ours as they are', () => {
  const taken = /^[\w+=,.@-]{2,64}$/;
  fc.assert(
    fc.property(fc.string({ minLength: 2, maxLength: 200 }), (text) => {
      expect(sourceIdentityOf(text)).toMatch(taken);
      expect(sessionNameOf(text)).toMatch(taken);
    }),
  );
});

it('lives no longer than a session may that came of another one', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
  expect(sessionSeconds).toBeGreaterThanOrEqual(900);
  expect(sessionSeconds).toBeLessThanOrEqual(3600);
});

it('allows a session the permissions of its phase and nothing else', () => {
  expect(JSON.parse(sessionPolicy(['iam:GetUser', 'ec2:DescribeInstances']))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['ec2:DescribeInstances', 'iam:GetUser'], Resource: '*' }],
  });
});

it('lets a session attach AWSDenyAll and no other policy, and hand roles to instances only', () => {
  const permissions = ['iam:GetUser', 'iam:PassRole', 'iam:AttachUserPolicy', 'iam:DetachUserPolicy'];
  expect(JSON.parse(sessionPolicy(permissions)).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['iam:AttachUserPolicy', 'iam:DetachUserPolicy'],
      Resource: '*',
      Condition: { ArnLike: { 'iam:PolicyARN': 'arn:*:iam::aws:policy/AWSDenyAll' } },
    },
    { Effect: 'Allow', Action: ['iam:GetUser'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
  ]);
});

it('denies everything to a session that needs nothing', () => {
  expect(JSON.parse(sessionPolicy(['tourniquet:SendMessage']))).toEqual(JSON.parse(sessionPolicy([])));
  expect(JSON.parse(sessionPolicy([])).Statement).toEqual([{ Effect: 'Deny', Action: ['*'], Resource: '*' }]);
});

it('keeps the policy of every phase of every action within the 2,048 characters that AWS takes', () => {
  for (const { id, permissions } of catalog.values()) {
    for (const [phase, actions] of Object.entries(permissions)) {
      expect(sessionPolicy(actions).length, `${id} ${phase}`).toBeLessThanOrEqual(2048);
    }
  }
});

it.each([
  ['eu-central-1', 'aws', 'eu-central-1'],
  ['aws-global', 'aws', 'us-east-1'],
  ['aws-global', 'aws-cn', 'cn-north-1'],
  ['us-gov-east-1', 'aws-us-gov', 'us-gov-east-1'],
  ['aws-global', 'aws-us-gov', 'us-gov-west-1'],
])('the endpoint of %s in partition %s is in %s', (region, partition, expected) => {
  expect(endpointRegion(region, partition)).toBe(expected);
});

it.each([
  '',
  'global',
  '__proto__',
  'evil.example/#',
  'us-east-1.evil.example',
  'us-east-1\n',
  'aws-globally',
])('refuses %j, which is no Region', (region) => {
  expect(() => endpointRegion(region, 'aws')).toThrow(`${JSON.stringify(region)} is no Region`);
});
