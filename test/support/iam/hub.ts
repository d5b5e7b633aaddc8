import type { Json } from '../../../core/json.ts';
import type { Template } from '../../infra/synthesise.ts';
import { createResolver, place } from './resolve-template.ts';
import { type Context, type Policy, type Statement, toList } from './statement.ts';

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

/** The hub's own, to which AWS's services send. */
export const busArn = `arn:aws:events:${place.region}:${place.account}:event-bus/default`;

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
  'AWS::Kinesis::ResourcePolicy': ['ResourceArn', 'ResourcePolicy'],
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['Topics', 'PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['Queues', 'PolicyDocument'],
};

/** The policies of queues, topics, buckets, streams, keys, APIs, the bus and functions, by the ARN of what they stand at. */
export function readResourcePolicies(templates: Templates): ReadonlyMap<string, Policy> {
  const found = Object.keys(templates).flatMap((stack) => policiesIn(templates, stack));
  const together = Map.groupBy(found, ([arn]) => arn);
  return new Map(
    [...together].map(([arn, all]) => [arn, { Statement: all.flatMap(([, { Statement }]) => Statement) }]),
  );
}

type Found = readonly [arn: string, policy: Policy];

function policiesIn(templates: Templates, stack: string): readonly Found[] {
  const { resolve, arnOf } = createResolver(templates, stack);
  const arnIn = (of: { Ref?: string } & Json): string =>
    of.Ref === undefined ? (resolve(of) as string) : arnOf(of.Ref);
  return Object.entries(templates[stack]?.Resources ?? {}).flatMap(([id, { Type, Properties }]): Found[] => {
    const policy = (name: string) => resolve(Properties[name] as Json) as unknown as Policy;
    const [of, name] = resourcePolicies[Type] ?? [];
    if (of !== undefined && name !== undefined)
      return [Properties[of]].flat().map((one) => [arnIn(one), policy(name)] as const);
    if (Type === 'AWS::KMS::Key') return [[arnOf(id), policy('KeyPolicy')]];
    if (Type === 'AWS::ApiGateway::RestApi') return [[arnOf(id), atApi(policy('Policy'), arnOf(id))]];
    if (Type === 'AWS::Lambda::Permission') return [readPermission(resolve(Properties) as any)];
    if (Type === 'AWS::Events::EventBusPolicy')
      return [[busArn, { Statement: [policy('Statement') as unknown as Statement] }]];
    return [];
  });
}

/** An API's own policy names what it is about without saying which API. */
const atApi = ({ Statement }: Policy, arn: string): Policy => ({
  Statement: Statement.map((one) => ({
    ...one,
    Resource: toList(one.Resource ?? []).map((resource) => resource.replace(/^execute-api:/, arn)),
  })),
});

/** What Lambda makes of a permission. https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html */
const readPermission = (permission: Readonly<Record<string, string>>): Found => {
  const { FunctionName = '', Principal = '', Action = '', SourceArn = '' } = permission;
  const Condition = { ArnLike: { 'aws:SourceArn': SourceArn } };
  return [
    FunctionName,
    { Statement: [{ Effect: 'Allow', Principal: { Service: Principal }, Action, Condition }] },
  ];
};

/** The ARN of the one resource of that type and name in a stack. */
export function findArn(templates: Templates, stack: string, type: string, name: string): string {
  const ids = Object.entries(templates[stack]?.Resources ?? {}).flatMap(([id, { Type }]) =>
    Type === type && new RegExp(`^${name}[0-9A-F]{8}$`).test(id) ? [id] : [],
  );
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw new Error(`${ids.length} of ${stack}/${name}, a ${type}`);
  return createResolver(templates, stack).arnOf(id);
}
