import type { Tag as SdkTag, TagSpecification } from '@aws-sdk/client-ec2';
import type { Tag } from '../records.ts';
import { ec2Error, need } from './ec2-error.ts';

const limit = 50;

/** Tags as EC2 accepts them; throws what EC2 throws for others. */
export function readTags(tags: readonly SdkTag[] | undefined): Tag[] {
  return (tags ?? []).map(({ Key, Value }) => {
    const key = need(Key, 'Tag.Key');
    if (key.startsWith('aws:')) {
      throw ec2Error(
        'InvalidParameterValue',
        `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    }
    return { Key: key, Value: Value ?? '' };
  });
}

/** The tags that a creating call gives to resources of that type. */
export function tagsFor(type: string, specifications: readonly TagSpecification[] | undefined): Tag[] {
  return (specifications ?? []).flatMap(({ ResourceType, Tags }) => {
    if (ResourceType !== type) {
      throw ec2Error(
        'InvalidParameterValue',
        `'${ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
    return readTags(Tags);
  });
}

/** Later tags overwrite earlier ones of the same key and keep their place. */
export function mergeTags(old: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...old, ...added].map((tag) => [tag.Key, tag]));
  const ours = [...byKey.keys()].filter((key) => !key.startsWith('aws:'));
  if (ours.length > limit) throw ec2Error('TagLimitExceeded', `More than ${limit} tags specified`);
  return [...byKey.values()];
}

/** A copy for a response; undefined when there is none, as EC2 answers. */
export const toTags = (tags: readonly Tag[]): SdkTag[] | undefined =>
  tags.length > 0 ? tags.map((tag) => ({ ...tag })) : undefined;
