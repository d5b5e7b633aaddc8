import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import { NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext, type Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { isTaggable, readResource, valueOf } from './resources.ts';
import { spec } from './spec.ts';
import { findOurs, TagData, withWritten } from './tag-data.ts';
import { undoTags } from './undo.ts';

interface Parameters {
  readonly resourceId: string;
  readonly key: string;
  readonly value: string;
}

const limits = [
  'A tag contains nothing by itself; policies, budgets and automations that go by tags may act on it',
];

async function planTag(
  { resourceId, key, value }: Parameters,
  { clients: { ec2 }, target, data }: ActionContext<TagData>,
): Promise<Draft> {
  if (!isTaggable(target)) {
    const reason = `${resourceId} is none of those that ec2.tag-resource knows: their ids begin with i-, eni-, sg-, vol- or snap-`;
    return refused('unknown-resource', reason);
  }
  const resource = await readResource(ec2, target);
  if (resource === null) {
    const reason = `there is no ${resourceId} in account ${target.account}, ${target.region}: it may be gone, or be elsewhere`;
    return refused('target-gone', reason);
  }
  const current = valueOf(resource, key);
  const ours = findOurs(data(), key, current);
  return {
    calls: [
      {
        service: 'ec2',
        command: 'CreateTags',
        input: { Resources: [resourceId], Tags: [{ Key: key, Value: value }] },
      },
    ],
    before: { value: ours ? ours.before : current },
    after: { value },
    blastRadius: { summary: `${resourceId} is tagged ${key}=${value}`, affected: [], limits },
    inPlace: ours !== undefined && current === value,
    facts: resource.facts,
  };
}

async function applyTag(
  { resourceId, key, value }: Parameters,
  { clients: { ec2 }, target, data, record }: ChangeContext<TagData>,
) {
  const resource = await readResource(ec2, target);
  if (resource === null) throw new NotFound(`${resourceId} is gone since it was planned; plan again`);
  const current = valueOf(resource, key);
  await record({ tags: withWritten(data(), key, current, value) });
  if (current !== value) {
    await ec2.send(new CreateTagsCommand({ Resources: [resourceId], Tags: [{ Key: key, Value: value }] }));
  }
  return { key, value };
}

async function verifyTag(
  { resourceId, key, value }: Parameters,
  { clients: { ec2 }, target }: ActionContext<TagData>,
): Promise<VerifyReply> {
  const resource = await readResource(ec2, target);
  if (resource === null) return { verified: 'not', reason: `${resourceId} is gone` };
  const current = valueOf(resource, key);
  if (current === value) return { verified: 'contained', reason: `${resourceId} is tagged ${key}=${value}` };
  const instead = current === null ? 'is not there' : `is ${current}`;
  return { verified: 'not', reason: `the tag ${key} of ${resourceId} ${instead}` };
}

export const tagResource = defineAction(spec, {
  data: TagData,
  plan: planTag,
  apply: ({ parameters }, context) => applyTag(parameters, context),
  verify: ({ parameters }, context) => verifyTag(parameters, context),
  undo: (_parameters, context) => undoTags(context),
});
