import { CreateTagsCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { account, instanceId } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';

const tag = (resourceId: string, value: string, key = 'incident'): Asked => ({
  action: 'ec2.tag-resource',
  parameters: { resourceId, key, value },
});

async function tagsOf(harness: Harness, id: string): Promise<Record<string, string>> {
  const Filters = [{ Name: 'resource-id', Values: [id] }];
  const { Tags } = await harness.send('ec2', new DescribeTagsCommand({ Filters }));
  const pairs = (Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]);
  return Object.fromEntries(pairs);
}

describe('ec2.tag-resource', () => {
  it.each(['instance', 'network-interface', 'security-group', 'volume'] as const)(
    'tags an object of kind %s, and takes the tag away again',
    async (kind) => {
      const harness = await createHarness();
      const ids = {
        instance: instanceId,
        'network-interface': 'eni-0000000a',
        'security-group': 'sg-0000000a',
        volume: harness.accounts.snapshot(account).volume[0]?.volumeId ?? '',
      };
      const asked = tag(ids[kind], 'inc-1');
      const before = await tagsOf(harness, ids[kind]);
      const { hash } = await harness.plan(asked);
      await harness.apply(asked, hash);
      expect(await tagsOf(harness, ids[kind])).toEqual({ ...before, incident: 'inc-1' });
      expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
      await harness.release();
      expect(await tagsOf(harness, ids[kind])).toEqual(before);
    },
  );

  it('tags a snapshot', async () => {
    const harness = await createHarness();
    await harness.contain({ action: 'ec2.snapshot-volumes', parameters: { instanceId }, incident: 'inc-2' });
    const id = harness.accounts.snapshot(account).snapshot[0]?.snapshotId ?? '';
    await harness.contain(tag(id, 'inc-1'));
    expect(await tagsOf(harness, id)).toMatchObject({ incident: 'inc-1' });
    await harness.release();
    expect(await tagsOf(harness, id)).not.toHaveProperty('incident');
  });

  it('gives a tag its earlier value back, once the last of two incidents with other values let go', async () => {
    const harness = await createHarness();
    const Tags = [{ Key: 'incident', Value: 'none' }];
    await harness.send('ec2', new CreateTagsCommand({ Resources: [instanceId], Tags }));
    await harness.contain(tag(instanceId, 'inc-1'));
    await harness.contain({ ...tag(instanceId, 'inc-2'), incident: 'inc-2' });
    expect(await tagsOf(harness, instanceId)).toMatchObject({ incident: 'inc-2' });
    await harness.release('inc-1');
    expect(await tagsOf(harness, instanceId)).toMatchObject({ incident: 'inc-2' });
    await harness.release('inc-2');
    expect(await tagsOf(harness, instanceId)).toMatchObject({ incident: 'none' });
  });

  it('undoes the tags of several keys, but for those that somebody changed', async () => {
    const harness = await createHarness();
    await harness.contain({ ...tag(instanceId, 'x', '__proto__'), step: 'a' });
    await harness.contain({ ...tag(instanceId, 'y', 'second'), step: 'b' });
    const Tags = [{ Key: 'second', Value: 'mine' }];
    await harness.send('ec2', new CreateTagsCommand({ Resources: [instanceId], Tags }));
    const { left } = await harness.release();
    expect(left).toMatchObject([{ why: expect.stringMatching(/somebody set its tag second to mine/) }]);
    const keys = harness.accounts.snapshot(account).instance[0]?.tags.map(({ Key }) => Key);
    expect(keys).toEqual(['Name', 'team', 'second']);
  });

  it.each([
    ['a resource of another kind', 'vpc-0a0a0a0a', 'unknown-resource', /begin with i-, eni-/],
    ['an instance that is not there', 'i-0ffffffffffffffff', 'target-gone', /may be gone/],
    ['an interface that is not there', 'eni-0ffffffffffffffff', 'target-gone', /may be gone/],
    ['a group that is not there', 'sg-0ffffffffffffffff', 'target-gone', /may be gone/],
    ['a volume that is not there', 'vol-0ffffffffffffffff', 'target-gone', /may be gone/],
    ['a snapshot that is not there', 'snap-0ffffffffffffffff', 'target-gone', /may be gone/],
  ])('denies %s', async (_title, id, rule, reason) => {
    const harness = await createHarness();
    const { hash } = await harness.plan(tag(id, 'x'));
    const reply = await harness.decide(tag(id, 'x'), hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it.each(['', 'aws:name', 'AWS:name', 'x'.repeat(129)])('refuses the key %j', async (key) => {
    const harness = await createHarness();
    await expect(harness.plan(tag(instanceId, 'x', key))).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
