import { Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Says why a rule of cdk-nag does not hold here. One finding each: no pattern takes more than it names. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Why a resource of ours has a wildcard, by what stands in it. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/:role\//, 'the responder role is entered in whatever account a finding is about'],
  [/:execution:/, 'each run of a playbook is an execution of its own'],
  [/:stateMachine:/, 'the machines of the playbooks are made after the functions that they call'],
  [/raw\/\*/, 'raw events are named after what is in them'],
  [/(events|errors)\/\*/, 'rows are put by the hour that they come in'],
  [/aws\/lambda\/\*/, 'Lambda names what it gave up after the mapping and the time'],
  [/dropped\/\*/, 'writers call their files what they like'],
  [/incidents\/\*/, 'evidence is named after incidents, which come when they come'],
];

/** For the wildcards of these statements, each with its reason. @throws where there is none. */
export function acknowledgeWildcards(construct: IConstruct, statements: readonly PolicyStatement[]): void {
  for (const resource of new Set(statements.flatMap(({ resources }) => resources))) {
    if (!resource.includes('*')) continue;
    const reason = reasons.find(([pattern]) => pattern.test(resource))?.[1];
    if (reason === undefined) throw new Error(`no reason is given for the wildcard in ${resource}`);
    acknowledge(construct, `AwsSolutions-IAM5[Resource::${renderForNag(construct, resource)}]`, reason);
  }
}

/** cdk-nag names resources as the template does, with references in angle brackets. */
function renderForNag(construct: IConstruct, resource: string): string {
  const resolved: unknown = Stack.of(construct).resolve(resource);
  return typeof resolved === 'string' ? resolved : joinParts(resolved);
}

type Part =
  | string
  | { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[]; readonly 'Fn::ImportValue'?: string };

function joinParts(resolved: unknown): string {
  const { 'Fn::Join': [separator, parts] = ['', []] } = resolved as {
    'Fn::Join'?: [string, readonly Part[]];
  };
  return parts.map(renderPart).join(separator);
}

function renderPart(part: Part): string {
  if (typeof part === 'string') return part;
  return part['Fn::ImportValue'] ?? `<${part.Ref ?? part['Fn::GetAtt']?.join('.') ?? ''}>`;
}
