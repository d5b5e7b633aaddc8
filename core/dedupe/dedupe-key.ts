import * as z from 'zod';
import type { Finding, ResourceKind } from '../finding.ts';
import { resourceId } from './resource-id.ts';

const fields = ['account', 'region', 'type', 'resource', 'product', 'title'] as const;

/** Which findings are one incident, and for how long. */
export const DedupeConfig = z
  .strictObject({
    /** What has to be equal. `region` counts as equal for IAM, which has none. */
    fields: z.array(z.enum(fields)).min(1).default(['account', 'region', 'type', 'resource']),
    /** Hours from an incident's first finding in which others join it. */
    windowHours: z.number().min(1).max(720).default(24),
  })
  .prefault({});
export type DedupeConfig = z.infer<typeof DedupeConfig>;

type About = Pick<Finding, 'type' | 'resources' | 'account'>;

/**
 * The key under which findings join an incident: by default account, region, type and primary
 * resource. Equal for every route of one finding. Parts are escaped, so that no value can imitate another key.
 */
export function dedupeKey(finding: Finding, config: DedupeConfig): string {
  const { kind, id } = primaryResource(finding);
  const values: Readonly<Record<(typeof fields)[number], string>> = {
    account: finding.account,
    region: kind.startsWith('iam-') ? 'aws-global' : finding.region,
    type: finding.type,
    resource: `${kind}:${id}`,
    product: finding.product,
    title: finding.title,
  };
  return config.fields.map((field) => values[field].replace(/[%|]/g, encodeURIComponent)).join('|');
}

/**
 * Kinds by what GuardDuty's type says it is about (`Purpose:About/Family`), best first. An access key comes
 * before its user; an assumed role before its key, whose id changes with every session.
 */
const principals: readonly ResourceKind[] = ['iam-role', 'iam-access-key', 'iam-user'];
const kindsByTopic: ReadonlyMap<string, readonly ResourceKind[]> = new Map<string, readonly ResourceKind[]>([
  ['EC2', ['ec2-instance']],
  ['IAMUser', principals],
  ['IAM', principals],
  ['S3', ['s3-bucket']],
  ['Kubernetes', ['eks-cluster', 'kubernetes-workload']],
  ['EKS', ['eks-cluster']],
  ['ECS', ['ecs-cluster', 'container']],
  ['Container', ['container']],
  ['Lambda', ['lambda-function']],
  ['RDS', ['rds-instance']],
]);

/** For other types, and where the topic's own resource is missing. */
const anyKind: readonly ResourceKind[] = [
  'ec2-instance',
  's3-bucket',
  'lambda-function',
  'rds-instance',
  'eks-cluster',
  'ecs-cluster',
  'kubernetes-workload',
  'container',
  ...principals,
  'ebs-volume',
  'security-group',
  'other',
];

/**
 * The resource that a finding is about; the same by every route of one finding. A finding without any
 * resource is about its account.
 */
export function primaryResource(finding: About): { readonly kind: ResourceKind; readonly id: string } {
  const topic = /^[A-Za-z]+:([A-Za-z0-9]+)\//.exec(finding.type)?.[1] ?? '';
  for (const kind of [...(kindsByTopic.get(topic) ?? []), ...anyKind]) {
    const found = finding.resources.find((resource) => resource.kind === kind);
    if (found !== undefined) return { kind, id: resourceId(found) };
  }
  return { kind: 'other', id: finding.account };
}
