import type { Json } from '../../../core/json.ts';
import type { Template } from '../../infra/synthesise.ts';
import { createResolver, place } from './resolve-template.ts';
import type { Context, Policy } from './statement.ts';

/** A role of the hub with what it may do. */
export interface HubRole {
  /** What its path in the template begins with: `EnrichFunction`, `triage`. */
  readonly id: string;
  readonly stack: string;
  readonly arn: string;
  readonly identity: readonly Policy[];
  /** Keys that each of its calls has: the account, the tags of the role. */
  readonly context: Context;
}

type Templates = Readonly<Record<string, Template>>;

/** Every role of the templates, the member's apart. */
export const readHubRoles = (templates: Templates): readonly HubRole[] =>
  Object.entries(templates)
    .filter(([stack]) => stack !== 'TourniquetMember')
    .flatMap(([stack, template]) => rolesOf(templates, stack, template));

function rolesOf(templates: Templates, stack: string, { Resources }: Template): readonly HubRole[] {
  const { resolve, arnOf } = createResolver(templates, stack);
  const entries = Object.entries(Resources);
  const policiesOf = (id: string): readonly Policy[] =>
    entries
      .filter(([, { Type, Properties }]) => {
        if (Type !== 'AWS::IAM::Policy' && Type !== 'AWS::IAM::ManagedPolicy') return false;
        return ((Properties['Roles'] ?? []) as any[]).some((role) => role.Ref === id);
      })
      .map(([, { Properties }]) => resolve(Properties['PolicyDocument'] as Json) as unknown as Policy);
  return entries
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id, { Properties }]) => {
      const inline = (Properties['Policies'] ?? []) as { PolicyDocument: Json }[];
      const tags = (Properties['Tags'] ?? []) as { Key: string; Value: string }[];
      const arn = arnOf(id);
      return {
        id,
        stack,
        arn,
        identity: [
          ...inline.map(({ PolicyDocument }) => resolve(PolicyDocument) as unknown as Policy),
          ...policiesOf(id),
        ],
        context: {
          'aws:PrincipalArn': arn,
          'aws:PrincipalAccount': place.account,
          'aws:RequestedRegion': place.region,
          ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value])),
        },
      };
    });
}

/** By type: the member that says of what the policy is, and the member that has it. */
const resourcePolicies: Readonly<Record<string, readonly [of: string, policy: string]>> = {
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['Topics', 'PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['Queues', 'PolicyDocument'],
};

/** The policies of queues, topics, buckets and keys, by the ARN of what they stand at. */
export function readResourcePolicies(templates: Templates): ReadonlyMap<string, Policy> {
  const found = Object.entries(templates).flatMap(([stack, { Resources }]) => {
    const { resolve, arnOf } = createResolver(templates, stack);
    return Object.entries(Resources).flatMap(([id, { Type, Properties }]): [string, Policy][] => {
      const policy = (name: string) => resolve(Properties[name] as Json) as unknown as Policy;
      if (Type === 'AWS::KMS::Key') return [[arnOf(id), policy('KeyPolicy')]];
      const [of, name] = resourcePolicies[Type] ?? [];
      if (of === undefined || name === undefined) return [];
      return [Properties[of]].flat().map(({ Ref }: { Ref: string }) => [arnOf(Ref), policy(name)]);
    });
  });
  return new Map(found);
}

/** The ARN of the one resource of that type and name in a stack. */
export function findArn(templates: Templates, stack: string, type: string, name: string): string {
  const ids = Object.entries(templates[stack]?.Resources ?? {}).flatMap(([id, { Type }]) =>
    Type === type && new RegExp(`^${name}[0-9A-F]{8}$`).test(id) ? [id] : [],
  );
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw new Error(`${ids.length} of ${stack}/${name}, a ${type}`);
  return createResolver(templates, stack).arnOf(id);
}
