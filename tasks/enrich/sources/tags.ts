import { DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { ListRoleTagsCommand, ListUserTagsCommand } from '@aws-sdk/client-iam';
import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import type { Resource, ResourceKind, ResourceOf } from '../../../core/finding.ts';
import type { Clients } from '../../aws-clients.ts';

type Tags = Readonly<Record<string, string>>;
type Reader<K extends ResourceKind> = (
  resource: ResourceOf<K>,
  clients: Clients,
  stop: AbortSignal,
) => Promise<Tags>;

interface TagPair {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const asRecord = (tags: readonly TagPair[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

const readers: { readonly [K in ResourceKind]?: Reader<K> } = {
  'ec2-instance': async ({ instanceId }, { ec2 }, abortSignal) => {
    const Filters = [{ Name: 'resource-id', Values: [instanceId] }];
    return asRecord((await ec2.send(new DescribeTagsCommand({ Filters }), { abortSignal })).Tags);
  },
  'iam-user': async ({ userName }, { iam }, abortSignal) =>
    asRecord((await iam.send(new ListUserTagsCommand({ UserName: userName }), { abortSignal })).Tags),
  'iam-role': async ({ roleName }, { iam }, abortSignal) =>
    asRecord((await iam.send(new ListRoleTagsCommand({ RoleName: roleName }), { abortSignal })).Tags),
  's3-bucket': async ({ bucketName }, { s3 }, abortSignal) => {
    const read = s3.send(new GetBucketTaggingCommand({ Bucket: bucketName }), { abortSignal });
    const answer = await read.catch((error: Error) => {
      if (error.name === 'NoSuchTagSet') return { TagSet: [] };
      throw error;
    });
    return asRecord(answer.TagSet);
  },
};

/** The tags that the account has now, over those that the finding carried. Kinds without a reader keep theirs. */
export async function readTags(resource: Resource, clients: Clients, stop: AbortSignal): Promise<Tags> {
  const reader = readers[resource.kind] as Reader<ResourceKind> | undefined;
  return { ...resource.tags, ...(await reader?.(resource, clients, stop)) };
}
