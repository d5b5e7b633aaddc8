import * as z from 'zod';
import type { Resource } from '../../finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { principalResources } from '../../normalise/principal.ts';
import { resourcesOf } from '../../normalise/typed-resource.ts';
import { accountId, firstOf, list, name, part, text } from '../../normalise/wire.ts';

interface Target {
  /** Where a call names it; lists on the way are looked through. */
  readonly at: readonly string[];
  readonly type: string;
}

const asked = (type: string, ...names: readonly string[]): Target => ({
  at: ['requestParameters', ...names],
  type,
});
const answered = (type: string, ...names: readonly string[]): Target => ({
  at: ['responseElements', ...names],
  type,
});

const instance = 'AWS::EC2::Instance';
const items = ['instancesSet', 'items', 'instanceId'] as const;

/** By `eventSource`: what calls of a service act on, where resources have a kind of their own or people look for them. */
const targets: ReadonlyMap<string, readonly Target[]> = new Map([
  ['iam.amazonaws.com', [asked('AWS::IAM::User', 'userName'), asked('AWS::IAM::Role', 'roleName')]],
  ['s3.amazonaws.com', [asked('AWS::S3::Bucket', 'bucketName')]],
  [
    'ec2.amazonaws.com',
    [
      asked(instance, 'instanceId'),
      asked(instance, ...items),
      asked(instance, 'ModifyInstanceMetadataOptionsRequest', 'InstanceId'),
      answered(instance, ...items),
      asked('AWS::EC2::SecurityGroup', 'groupId'),
      asked('AWS::EC2::SecurityGroup', 'ModifySecurityGroupRulesRequest', 'GroupId'),
      asked('AWS::EC2::Snapshot', 'snapshotId'),
      asked('AWS::EC2::Image', 'imageId'),
      asked('AWS::EC2::FlowLog', 'DeleteFlowLogsRequest', 'FlowLogId', 'content'),
    ],
  ],
  ['ec2-instance-connect.amazonaws.com', [asked(instance, 'instanceId')]],
  ['ssm.amazonaws.com', [asked(instance, 'target'), asked(instance, 'instanceIds')]],
  ['lambda.amazonaws.com', [asked('AWS::Lambda::Function', 'functionName')]],
  [
    'rds.amazonaws.com',
    [
      asked('AWS::RDS::DBInstance', 'dBInstanceIdentifier'),
      asked('AWS::RDS::DBSnapshot', 'dBSnapshotIdentifier'),
      asked('AWS::RDS::DBClusterSnapshot', 'dBClusterSnapshotIdentifier'),
    ],
  ],
  [
    'cloudtrail.amazonaws.com',
    [asked('AWS::CloudTrail::Trail', 'name'), asked('AWS::CloudTrail::Trail', 'trailName')],
  ],
  ['guardduty.amazonaws.com', [asked('AWS::GuardDuty::Detector', 'detectorId')]],
  ['kms.amazonaws.com', [asked('AWS::KMS::Key', 'keyId')]],
]);

/** CloudTrail's own list, which some services fill. */
const Named = z.object({ resources: list(z.object({ ARN: name, accountId, type: text })) });

const Keys = z.object({
  eventSource: text,
  userIdentity: part(z.object({ type: text, userName: name })),
  requestParameters: part(z.object({ userName: name, accessKeyId: name })),
  responseElements: part(z.object({ accessKey: part(z.object({ userName: name, accessKeyId: name })) })),
});

/** A key is disabled by the name of its user, so each comes with it: whoever calls, where no other is named. */
function keysOf(record: JsonObject): Resource[] {
  const { eventSource, userIdentity, requestParameters: given, responseElements } = Keys.parse(record);
  const made = responseElements.accessKey;
  if (eventSource !== 'iam.amazonaws.com') return [];
  const owner = firstOf(made.userName, given.userName, userIdentity.userName);
  const type = owner === undefined ? userIdentity.type : 'IAMUser';
  return [given.accessKeyId, made.accessKeyId]
    .filter((accessKeyId) => accessKeyId !== undefined)
    .flatMap((accessKeyId) => principalResources({ accessKeyId, name: owner, type }));
}

const mostTargets = 25;

/** What a call acted on, as far as the record names it. */
export function readTargets(record: JsonObject): Resource[] {
  const source = record['eventSource'];
  const known = typeof source === 'string' ? (targets.get(source) ?? []) : [];
  const own = known.flatMap(({ at, type }) =>
    textsAt(record, at)
      .filter((uid) => type !== instance || uid.startsWith('i-'))
      .flatMap((uid) => resourcesOf({ type, uid })),
  );
  const named = Named.parse(record).resources.flatMap(({ ARN: uid, accountId: account, type }) =>
    resourcesOf({ type, uid, account }),
  );
  return [...own, ...keysOf(record), ...named].slice(0, mostTargets);
}

function textsAt(value: Json | undefined, [field, ...rest]: readonly string[]): string[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[])
      .slice(0, mostTargets)
      .flatMap((item) => textsAt(item, field === undefined ? [] : [field, ...rest]));
  }
  if (field === undefined) return typeof value === 'string' && value !== '' ? [value] : [];
  return isJsonObject(value) && Object.hasOwn(value, field) ? textsAt(value[field], rest) : [];
}
