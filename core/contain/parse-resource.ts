import type { Resource, ResourceKind } from '../finding.ts';
import { type Arn, parseArn } from '../normalise/arn.ts';
import { isRegionName } from '../region-name.ts';

/** What a person may contain by its bare id, and needs no ARN for. */
export const containableKinds = [
  'ec2-instance',
  'ebs-volume',
  'security-group',
  'iam-access-key',
  'iam-user',
  'iam-role',
  's3-bucket',
  'lambda-function',
  'rds-instance',
  'eks-cluster',
  'ecs-cluster',
] as const satisfies readonly ResourceKind[];
export type ContainableKind = (typeof containableKinds)[number];

/** What a person said of a resource. */
export interface NamedResource {
  /** An ARN, or a bare id. */
  readonly text: string;
  readonly kind?: ContainableKind | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export interface FoundResource {
  readonly resource: Resource;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

export type ParsedResource =
  | { readonly ok: true; readonly found: FoundResource }
  | { readonly ok: false; readonly problem: string };

const makers: Readonly<Record<ContainableKind, (id: string) => Resource>> = {
  'ec2-instance': (instanceId) => ({ kind: 'ec2-instance', instanceId, interfaces: [] }),
  'ebs-volume': (volumeId) => ({ kind: 'ebs-volume', volumeId }),
  'security-group': (groupId) => ({ kind: 'security-group', groupId }),
  // Long-term keys are users'; root's begin so too, and no call of IAM finds them.
  'iam-access-key': (accessKeyId) => ({
    kind: 'iam-access-key',
    accessKeyId,
    ...(accessKeyId.startsWith('AKIA') ? { userType: 'IAMUser' } : {}),
  }),
  'iam-user': (userName) => ({ kind: 'iam-user', userName }),
  'iam-role': (roleName) => ({ kind: 'iam-role', roleName }),
  's3-bucket': (bucketName) => ({ kind: 's3-bucket', bucketName }),
  'lambda-function': (functionName) => ({ kind: 'lambda-function', functionName }),
  'rds-instance': (dbInstanceId) => ({ kind: 'rds-instance', dbInstanceId }),
  'eks-cluster': (clusterName) => ({ kind: 'eks-cluster', clusterName }),
  'ecs-cluster': (clusterName) => ({ kind: 'ecs-cluster', clusterName }),
};

/** Ids that say by themselves what they are. */
const telling: readonly (readonly [RegExp, ContainableKind])[] = [
  [/^i-[0-9a-f]{8,17}$/, 'ec2-instance'],
  [/^vol-[0-9a-f]{8,17}$/, 'ebs-volume'],
  [/^sg-[0-9a-f]{8,17}$/, 'security-group'],
  [/^A[KS]IA[A-Z0-9]{12,124}$/, 'iam-access-key'],
];

/** By service: what stands in the last part of the ARN, with the id in the first group. */
const arns: readonly (readonly [service: string, resource: RegExp, ContainableKind])[] = [
  ['ec2', /^instance\/(.+)$/, 'ec2-instance'],
  ['ec2', /^volume\/(.+)$/, 'ebs-volume'],
  ['ec2', /^security-group\/(.+)$/, 'security-group'],
  ['iam', /^user\/(?:.*\/)?([^/]+)$/, 'iam-user'],
  ['iam', /^role\/(?:.*\/)?([^/]+)$/, 'iam-role'],
  ['s3', /^([^/:]+)$/, 's3-bucket'],
  ['lambda', /^function:([^:]+)(?::.*)?$/, 'lambda-function'],
  ['rds', /^db:(.+)$/, 'rds-instance'],
  ['eks', /^cluster\/([^/]+)$/, 'eks-cluster'],
  ['ecs', /^cluster\/([^/]+)$/, 'ecs-cluster'],
];

const refuse = (problem: string): ParsedResource => ({ ok: false, problem });

/** A resource from what a person named; where account and Region are not said, the problem asks for them. */
export function parseResource(named: NamedResource): ParsedResource {
  const { text } = named;
  const arn = parseArn(text);
  if (arn !== undefined) return fromArn(named, arn);
  if (text.startsWith('arn:'))
    return refuse(`${text} is not an ARN: arn:partition:service:region:account:resource`);
  const [, told] = telling.find(([pattern]) => pattern.test(text)) ?? [];
  const kind = named.kind ?? told;
  if (kind === undefined)
    return refuse(`${text} does not say what it is; add --kind, such as --kind s3-bucket, or give its ARN`);
  if (told !== undefined && told !== kind)
    return refuse(`${text} is of kind ${told}, not ${kind}; leave --kind out`);
  return place({ ...named, kind }, { id: text, partition: 'aws' });
}

function fromArn(named: NamedResource, arn: Arn): ParsedResource {
  const matches = arns.flatMap(([service, pattern, kind]) => {
    const id = service === arn.service ? pattern.exec(arn.resource)?.[1] : undefined;
    return id === undefined ? [] : [{ kind, id }];
  });
  const [match] = matches;
  if (match === undefined) {
    const known = [...new Set(arns.map(([service]) => service))].join(', ');
    return refuse(
      `${named.text} names nothing that can be contained; instances, users, buckets and the like of ${known} can`,
    );
  }
  const said = [
    ['--kind', named.kind, match.kind],
    ['--account-id', named.account, arn.account],
    ['--region', named.region, arn.region],
  ] as const;
  const conflict = said.find(([, given, own]) => given !== undefined && own !== '' && given !== own);
  if (conflict !== undefined)
    return refuse(`${named.text} says ${conflict[2]} where ${conflict[0]} says ${conflict[1] ?? ''}`);
  const { account = arn.account, region = arn.region } = named;
  return place(
    { ...named, kind: match.kind, account, region },
    { id: match.id, partition: arn.partition, arn: named.text },
  );
}

interface Named {
  readonly id: string;
  readonly partition: string;
  readonly arn?: string;
}

/** IAM has no Regions; its findings carry the one where IAM's own events are. */
const homeOfIam: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

function place(
  { kind, account, region, text }: NamedResource & { readonly kind: ContainableKind },
  { id, partition, arn }: Named,
): ParsedResource {
  if (account === undefined || account === '')
    return refuse(`${text} does not say in which account it is; add --account-id`);
  if (!/^\d{12}$/.test(account)) return refuse(`--account-id ${account} is not an AWS account id: 12 digits`);
  const global = kind.startsWith('iam-') ? (homeOfIam[partition] ?? 'us-east-1') : '';
  const where = region === undefined || region === '' ? global : region;
  if (!isRegionName(where)) return refuse(askForRegion(text, where));
  const resource = { ...makers[kind](id), ...(arn === undefined ? {} : { arn }) };
  return { ok: true, found: { resource, account, region: where, partition } };
}

const askForRegion = (text: string, where: string): string =>
  where === ''
    ? `${text} does not say in which Region it is; add --region`
    : `${where} is no Region; write it like eu-west-1`;
