import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it, test } from 'vitest';
import { account, createWorld, keyId } from './world.ts';

const RoleName = 'deploy';
const statement = (Sid: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid, Effect: 'Deny', Action: '*', Resource: '*' }] });

test('a key is disabled and enabled again; the other key of its user is not touched', async () => {
  const { clients } = await createWorld();
  const statuses = async () => {
    const { AccessKeyMetadata } = await clients.iam.send(new ListAccessKeysCommand({ UserName: 'alice' }));
    return AccessKeyMetadata?.map(
      ({ AccessKeyId, Status }) => `${AccessKeyId === keyId} ${Status}`,
    ).toSorted();
  };
  const update = (Status: 'Active' | 'Inactive') =>
    clients.iam.send(new UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId: keyId, Status }));
  expect(await statuses()).toEqual(['false Active', 'true Active']);
  await update('Inactive');
  expect(await statuses()).toEqual(['false Active', 'true Inactive']);
  await update('Inactive');
  await update('Active');
  expect(await statuses()).toEqual(['false Active', 'true Active']);
});

test('the last use of a key names its user', async () => {
  const { clients } = await createWorld();
  expect(await clients.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }))).toMatchObject({
    UserName: 'alice',
    AccessKeyLastUsed: { ServiceName: 'sts', LastUsedDate: new Date('2026-01-01T00:00:00.000Z') },
  });
});

describe('inline policies', () => {
  it('come back URL-encoded, and putting one again replaces it', async () => {
    const { clients } = await createWorld();
    const PolicyName = 'revoke';
    const put = (PolicyDocument: string) =>
      clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    await put(statement('first'));
    await put(statement("it's (second)!"));
    const { PolicyDocument = '' } = await clients.iam.send(
      new GetRolePolicyCommand({ RoleName, PolicyName }),
    );
    expect(PolicyDocument).toMatch(/^%7B%22Version%22%3A%222012-10-17%22/);
    expect(PolicyDocument).not.toMatch(/['()!*{}" ]/);
    expect(decodeURIComponent(PolicyDocument)).toBe(statement("it's (second)!"));
    expect((await clients.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([
      'revoke',
    ]);
  });

  it('are listed page by page', async () => {
    const { clients } = await createWorld();
    const names = ['a', 'b', 'c'];
    await Promise.all(
      names.map((PolicyName) =>
        clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: statement('s') })),
      ),
    );
    const first = await clients.iam.send(new ListRolePoliciesCommand({ RoleName, MaxItems: 2 }));
    expect(first).toMatchObject({ PolicyNames: ['a', 'b'], IsTruncated: true });
    const second = await clients.iam.send(
      new ListRolePoliciesCommand({ RoleName, MaxItems: 2, Marker: first.Marker }),
    );
    expect(second).toMatchObject({ PolicyNames: ['c'], IsTruncated: false });
  });
});

test('attaching twice attaches once, and the eleventh policy is one too many', async () => {
  const { clients } = await createWorld();
  const create = async (PolicyName: string) => {
    const made = await clients.iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: statement('s') }),
    );
    return `${made.Policy?.Arn}`;
  };
  const attach = (PolicyArn: string) =>
    clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const arns = await Promise.all(Array.from({ length: 10 }, (_, index) => create(`deny-${index}`)));
  // One is attached by the seed.
  for (const arn of [arns[0] ?? '', ...arns.slice(0, 9)]) await attach(arn);
  const { AttachedPolicies } = await clients.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toHaveLength(10);
  expect(AttachedPolicies?.[1]).toEqual({ PolicyName: 'deny-0', PolicyArn: arns[0] });
  await expect(attach(arns[9] ?? '')).rejects.toMatchObject({ name: 'LimitExceededException' });
  const { Policy } = await clients.iam.send(new GetPolicyCommand({ PolicyArn: arns[0] }));
  expect(Policy).toMatchObject({ AttachmentCount: 1, Arn: `arn:aws:iam::${account}:policy/deny-0` });
});

test('a role says its tags and its trust; its profiles name it', async () => {
  const { clients } = await createWorld();
  const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
  expect(Role).toMatchObject({ Arn: `arn:aws:iam::${account}:role/deploy`, Tags: [{ Key: 'team' }] });
  expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
  expect(JSON.parse(decodeURIComponent(`${Role?.AssumeRolePolicyDocument}`))).toHaveProperty('Statement');
  const { InstanceProfiles } = await clients.iam.send(
    new ListInstanceProfilesForRoleCommand({ RoleName: 'web' }),
  );
  const { InstanceProfile } = await clients.iam.send(
    new GetInstanceProfileCommand({ InstanceProfileName: 'web' }),
  );
  expect(InstanceProfiles).toEqual([InstanceProfile]);
});

test('identities are the same from every region', async () => {
  const { clientsOf } = await createWorld();
  const there = clientsOf(account, 'ap-southeast-2');
  await expect(there.iam.send(new GetRoleCommand({ RoleName }))).resolves.toMatchObject({
    Role: { RoleName },
  });
});
