import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, expect, test } from 'vitest';
import { createSimulatedAccounts } from '../../../runtime/account/simulated-accounts.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { account, createWorld, ec2Instance, instanceId, makeFinding } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-account-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tag = (value: string) =>
  new CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'step', Value: value }] });
const create = (GroupName: string) =>
  new CreateSecurityGroupCommand({ GroupName, Description: 'd', VpcId: 'vpc-0a0a0a0a' });

test('a file holds what was answered, and removed things stay removed', async () => {
  const path = join(folder, 'accounts.db');
  const first = await createWorld({ database: openDatabase(path) });
  const { GroupId } = await first.clients.ec2.send(create('kept'));
  const gone = await first.clients.ec2.send(create('gone'));
  await first.clients.ec2.send(new DeleteSecurityGroupCommand({ GroupId: gone.GroupId }));
  const picture = first.accounts.snapshot(account);
  first.database.close();

  const second = await createWorld({ database: openDatabase(path) });
  expect(second.accounts.snapshot(account)).toEqual(picture);
  expect(second.accounts.calls().map(({ seq, command }) => `${seq} ${command}`)).toEqual([
    '1 CreateSecurityGroup',
    '2 CreateSecurityGroup',
    '3 DeleteSecurityGroup',
  ]);
  const third = await second.clients.ec2.send(create('gone'));
  expect([GroupId, gone.GroupId]).not.toContain(third.GroupId);
  second.database.close();
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a crash %s a call leaves the account with %i of its changes', async (wanted, changes) => {
  const world = await createWorld({
    onCall: ({ command, mutates }, phase) => {
      if (phase === wanted && mutates && command === 'CreateTags') throw new Error('crash');
    },
  });
  await expect(world.clients.ec2.send(tag('one'))).rejects.toThrow('crash');
  expect(world.accounts.calls()).toHaveLength(changes);
  const [instance] = world.accounts.snapshot(account).instance;
  expect(instance?.tags.filter(({ Key }) => Key === 'step')).toHaveLength(changes);
  await world.clients.ec2.send(new DescribeInstancesCommand({}));
});

test('the hook sees who asks for what', async () => {
  const seen: unknown[] = [];
  const world = await createWorld({ onCall: (call, phase) => void seen.push({ ...call, phase }) });
  await world.clients.ec2.send(tag('one'));
  expect(seen).toMatchObject([
    { phase: 'before', service: 'ec2', command: 'CreateTags', mutates: true, scope: { purpose: 'test' } },
    { phase: 'after', service: 'ec2', command: 'CreateTags', input: { Resources: [instanceId] } },
  ]);
});

test('when a group of writes cannot be committed, all of its calls fail and none has happened', async () => {
  const { accounts, clients, database } = await createWorld();
  const before = accounts.snapshot(account);
  const lost = [clients.ec2.send(tag('one')), clients.ec2.send(create('quarantine'))];
  const settled = Promise.allSettled(lost);
  // Breaks the commit: the transaction that the group has open is rolled back under it.
  await Promise.resolve();
  database.sqlite.exec('ROLLBACK');
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(accounts.snapshot(account)).toEqual(before);
  expect(accounts.calls()).toEqual([]);
  await clients.ec2.send(tag('two'));
  expect(accounts.calls()).toHaveLength(1);
});

test('calls at once share a commit and see each other in the order in which they were made', async () => {
  const { accounts, clients } = await createWorld();
  await Promise.all(['one', 'two', 'three'].map((value) => clients.ec2.send(tag(value))));
  const [instance] = accounts.snapshot(account).instance;
  expect(instance?.tags.at(-1)).toEqual({ Key: 'step', Value: 'three' });
  const clash = await Promise.allSettled([
    clients.ec2.send(create('same')),
    clients.ec2.send(create('same')),
  ]);
  expect(clash.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('a name that JavaScript objects have by birth is a name like any other', async () => {
  const accounts = createSimulatedAccounts({ database: openDatabase(':memory:'), clock: { now: () => 0 } });
  await accounts.seed(makeFinding([{ ...ec2Instance, tags: { constructor: 'x' } }]));
  const { ec2 } = accounts.access({
    account,
    region: '__proto__',
    incident: 'i',
    purpose: 'test',
    trusted: true,
    permissions: [],
  });
  expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
});
