import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { instanceId } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';

const v4 = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const v6 = { Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
const office = { IpRanges: [{ CidrIp: '203.0.113.0/24' }] };
const tcp = (from: number, to: number, source: object): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: from,
  ToPort: to,
  ...source,
});
const ssh = (source: object) => tcp(22, 22, source);

/** A group with these rules alone. */
async function createGroup(rules: IpPermission[]) {
  const harness = await createHarness();
  const creation = { GroupName: 'admin', Description: 'admin', VpcId: 'vpc-0a0a0a0a' };
  const { GroupId: id } = await harness.send('ec2', new CreateSecurityGroupCommand(creation));
  const allow = (IpPermissions: IpPermission[]) =>
    harness.send('ec2', new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions }));
  if (rules.length > 0) await allow(rules);
  const asked: Asked = { action: 'ec2.revoke-open-ingress', parameters: { groupId: id } };
  return { harness, id: id as string, asked, allow };
}

async function rulesOf(harness: Harness, id: string): Promise<string[]> {
  const { SecurityGroups } = await harness.send('ec2', new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
  const permissions = SecurityGroups[0].IpPermissions as Required<IpPermission>[];
  return permissions.flatMap(({ IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, UserIdGroupPairs }) =>
    [...IpRanges, ...Ipv6Ranges, ...UserIdGroupPairs].map((source) => {
      const from = Object.entries(source).find(([name]) => /^(CidrIp|CidrIpv6|GroupId)$/.test(name))?.[1];
      return `${IpProtocol} ${FromPort}-${ToPort} ${from} ${source.Description ?? ''}`.trim();
    }),
  );
}

describe('ec2.revoke-open-ingress', () => {
  it.each<[string, IpPermission, boolean]>([
    ['SSH from everywhere', ssh(v4), true],
    ['RDP from everywhere by IPv6', tcp(3389, 3389, v6), true],
    ['RDP over UDP', { ...tcp(3389, 3389, v4), IpProtocol: 'udp' }, true],
    ['a range that has SSH in it', tcp(0, 1023, v4), true],
    ['all ports', tcp(0, 65_535, v6), true],
    ['everything', { IpProtocol: '-1', ...v4 }, true],
    ['SSH from the office', ssh(office), false],
    ['HTTPS from everywhere', tcp(443, 443, v4), false],
    ['the ports just above', tcp(23, 3388, v4), false],
    ['ICMP from everywhere', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...v4 }, false],
    ['SSH from another group', ssh({ UserIdGroupPairs: [{ GroupId: 'sg-0000000a' }] }), false],
  ])('takes %s for what it is, and puts it back as it was', async (_title, rule, revoked) => {
    const { harness, id, asked } = await createGroup([rule, tcp(80, 80, office)]);
    const before = await rulesOf(harness, id);
    const { hash } = await harness.plan(asked);
    const reply = await harness.apply(asked, hash);
    expect(reply).toMatchObject(
      revoked ? { status: 'applied' } : { status: 'denied', rule: 'nothing-to-do' },
    );
    expect(await rulesOf(harness, id)).toEqual(revoked ? ['tcp 80-80 203.0.113.0/24'] : before);
    await harness.release();
    expect((await rulesOf(harness, id)).toSorted()).toEqual(before.toSorted());
  });

  it('revokes all open rules in one call, leaves the others of the same ports, keeps descriptions', async () => {
    const described = { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'break glass' }] };
    const { harness, id, asked } = await createGroup([ssh(described), ssh(v6), ssh(office)]);
    const before = await rulesOf(harness, id);
    const { hash } = await harness.plan(asked);
    expect(await harness.apply(asked, hash)).toMatchObject({
      result: { revoked: ['tcp 22 from 0.0.0.0/0', 'tcp 22 from ::/0'] },
    });
    expect(harness.mutations()).toHaveLength(1);
    expect(await rulesOf(harness, id)).toEqual(['tcp 22-22 203.0.113.0/24']);
    await harness.release();
    expect((await rulesOf(harness, id)).toSorted()).toEqual(before.toSorted());
  });

  it('names who uses the group, and all that the rules let in', async () => {
    const { harness } = await createGroup([]);
    const asked: Asked = {
      action: 'ec2.revoke-open-ingress',
      parameters: { groupId: 'sg-0000000a', ports: [443] },
    };
    const { blastRadius } = await readPlan(harness, asked);
    expect(blastRadius.summary).toMatch(/sg-0000000a no longer lets in tcp 443 from 0.0.0.0\/0/);
    expect(blastRadius.affected.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      `ec2-instance ${instanceId}`,
    ]);
  });

  it('opens nothing again once somebody let the office in instead', async () => {
    const { harness, id, asked, allow } = await createGroup([ssh(v4)]);
    await harness.contain(asked);
    await allow([ssh(office)]);
    expect((await harness.release()).left).toMatchObject([
      {
        why: expect.stringMatching(
          /somebody let in tcp 22 from 203\.0\.113\.0\/24 since, so .* stays revoked/,
        ),
      },
    ]);
    expect(await rulesOf(harness, id)).toEqual(['tcp 22-22 203.0.113.0/24']);
  });

  it('still holds for a later revision after somebody let the office in', async () => {
    const { harness, asked, allow } = await createGroup([ssh(v4)]);
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await allow([ssh(office)]);
    expect(await harness.plan({ ...asked, revision: 2 })).toMatchObject({ hash, held: true });
  });

  it('puts rules back though somebody changed ports that it never looked at', async () => {
    const { harness, id, asked, allow } = await createGroup([ssh(v4)]);
    await harness.contain(asked);
    await allow([tcp(443, 443, v4)]);
    await harness.release();
    expect((await rulesOf(harness, id)).toSorted()).toEqual(['tcp 22-22 0.0.0.0/0', 'tcp 443-443 0.0.0.0/0']);
  });

  it('revokes for two incidents with other ports, and puts all back with the last', async () => {
    const { harness, id, asked } = await createGroup([ssh(v4), tcp(5432, 5432, v4)]);
    const before = await rulesOf(harness, id);
    await harness.contain(asked);
    const more = { ...asked, incident: 'inc-2', parameters: { groupId: id, ports: [5432] } };
    await harness.contain(more);
    expect(await rulesOf(harness, id)).toEqual([]);
    await harness.release('inc-1');
    expect(await rulesOf(harness, id)).toEqual([]);
    await harness.release('inc-2');
    expect((await rulesOf(harness, id)).toSorted()).toEqual(before.toSorted());
  });

  it('asks to be tried again when a rule goes while it revokes it', async () => {
    const GroupId = 'sg-0000000b';
    const harness: Harness = await createHarness({
      access: (scope) => {
        const clients = harness.accounts.access(scope);
        const sendOn = clients.ec2.send as unknown as (command: object) => Promise<unknown>;
        const send = async (command: object) => {
          const IpPermissions = [tcp(443, 443, v4)];
          const isRevoke = command.constructor.name === 'RevokeSecurityGroupIngressCommand';
          if (isRevoke) await sendOn(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
          return sendOn(command);
        };
        return { ...clients, ec2: { send } as unknown as typeof clients.ec2 };
      },
    });
    const parameters = { groupId: GroupId, ports: [443] };
    const asked: Asked = { action: 'ec2.revoke-open-ingress', parameters };
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'Busy' });
  });

  it('denies a group that does not exist', async () => {
    const { harness, asked } = await createGroup([]);
    const ghost = { ...asked, parameters: { groupId: 'sg-0ffffffffffffffff' } };
    const { hash } = await harness.plan(ghost);
    expect(await harness.decide(ghost, hash)).toMatchObject({ decision: 'deny', rule: 'target-gone' });
  });

  it.each([[[]], [[0]], [[65_536]], [[22.5]]])('refuses the ports %j', async (ports) => {
    const { harness, asked } = await createGroup([]);
    const bad = { ...asked, parameters: { groupId: 'sg-0000000a', ports } };
    await expect(harness.plan(bad)).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
