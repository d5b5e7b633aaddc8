import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { orNull } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { partitionOf } from '../../partition.ts';
import { allBlocked, weighBlock, type AccessBlockData } from '../access-block.ts';
import { createAccountBlock } from './account-block.ts';
import { findPublicBuckets, type Survey } from './public-buckets.ts';

const limits = [
  'Only public access ends: stolen credentials of the account, and accounts that policies name, still get in',
  'Presigned URLs that were handed out work until they expire',
  'All Regions take it over, some of them a few minutes later',
  'Where an S3 policy of the organization rules the account, AWS refuses changes of this setting',
];

export async function planAccountBlock({
  clients: { s3, s3control },
  target,
  data,
}: ActionContext<AccessBlockData>): Promise<Draft> {
  const account = createAccountBlock(s3control, target.id);
  const [settings, survey] = await Promise.all([account.read(), findPublicBuckets(s3, target.account)]);
  return {
    calls: [
      {
        service: 's3control',
        command: 'PutPublicAccessBlock',
        input: { AccountId: target.id, PublicAccessBlockConfiguration: { ...allBlocked } },
      },
    ],
    ...weighBlock(settings, data()),
    blastRadius: describeBlast(target.id, survey),
    facts: await findFacts(s3, target.account, survey),
  };
}

function describeBlast(account: string, { open, unseen, seen }: Survey): BlastRadius {
  const notSeen = `${unseen.length} buckets were not looked at and may be public too: ${unseen
    .slice(0, 10)
    .map(({ name }) => name)
    .join(', ')}${unseen.length > 10 ? ' …' : ''}`;
  return {
    summary: `no bucket of ${account} can be public any more; ${open.length} of ${seen} looked at are today`,
    affected: open.map(({ name, by }) => ({
      kind: 's3-bucket',
      id: name,
      why: `public by its ${by.join(' and ')}: anonymous readers, such as of a web site, are cut off`,
    })),
    limits: unseen.length > 0 ? [...limits, notSeen] : limits,
  };
}

/**
 * Guardrails judge the buckets that are cut off: one that is protected, or whose owner opted out, keeps the
 * whole account open. What could not be looked at counts as cut off, its tags unknown.
 */
async function findFacts(s3: Clients['s3'], account: string, { open, unseen }: Survey) {
  const tags = await Promise.all(
    open.map(({ name }) =>
      orNull(
        s3.send(new GetBucketTaggingCommand({ Bucket: name, ExpectedBucketOwner: account })),
        'NoSuchTagSet',
        'NoSuchBucket',
      ),
    ),
  );
  const felt = [...open, ...unseen];
  return toFacts({
    arns: felt.map(({ name, region }) => `arn:${partitionOf(region)}:s3:::${name}`),
    names: felt.map(({ name }) => name),
    tags: tags.flatMap((found) => found?.TagSet ?? []),
  });
}
