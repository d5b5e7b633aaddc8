import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { Template } from '../../infra/synthesise.ts';

/** Where templates are thought to be deployed. */
export const place = { account: '111122223333', region: 'eu-central-1' } as const;

/** By a resource's type, its ARN without the name. */
const regional = `${place.region}:${place.account}`;
const arns: Readonly<Record<string, string>> = {
  // Of what is called through it: IAM knows requests, and no APIs.
  'AWS::ApiGateway::RestApi': `arn:aws:execute-api:${regional}:`,
  'AWS::DynamoDB::Table': `arn:aws:dynamodb:${regional}:table/`,
  'AWS::Events::Rule': `arn:aws:events:${regional}:rule/`,
  'AWS::IAM::ManagedPolicy': `arn:aws:iam::${place.account}:policy/`,
  'AWS::IAM::Role': `arn:aws:iam::${place.account}:role/`,
  'AWS::KMS::Key': `arn:aws:kms:${regional}:key/`,
  'AWS::Kinesis::Stream': `arn:aws:kinesis:${regional}:stream/`,
  'AWS::Lambda::Function': `arn:aws:lambda:${regional}:function:`,
  'AWS::Logs::LogGroup': `arn:aws:logs:${regional}:log-group:`,
  'AWS::S3::Bucket': 'arn:aws:s3:::',
  'AWS::SNS::Topic': `arn:aws:sns:${regional}:`,
  'AWS::SQS::Queue': `arn:aws:sqs:${regional}:`,
  'AWS::StepFunctions::StateMachine': `arn:aws:states:${regional}:stateMachine:`,
};

/** Types whose `Ref` is an ARN. */
const referredToByArn: ReadonlySet<string> = new Set(['AWS::IAM::ManagedPolicy', 'AWS::SNS::Topic']);

/** What a resource is called, where the template says it. */
const nameProperties = [
  'RoleName',
  'ManagedPolicyName',
  'StateMachineName',
  'BucketName',
  'QueueName',
  'StageName',
];

type Parameters = Readonly<Record<string, string>>;
type Argument = any;

export interface Resolver {
  /** With every reference filled in, as a deployment would. @throws at what it does not know */
  readonly resolve: (value: Json | undefined) => Json | undefined;
  readonly arnOf: (id: string) => string;
  /** Whether the condition of that name holds. */
  readonly holds: (condition: string) => boolean;
}

export function createResolver(
  templates: Readonly<Record<string, Template>>,
  stack: string,
  parameters: Parameters = {},
): Resolver {
  const template = templates[stack];
  if (template === undefined) throw new Error(`there is no stack ${stack}`);
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
  };
  const text = (value: Json | undefined): string => {
    const resolved = resolve(value);
    return typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
  };
  const typeOf = (id: string): string => template.Resources[id]?.Type ?? '';
  const nameOf = (id: string): string => {
    const properties = template.Resources[id]?.Properties ?? {};
    const given = nameProperties.map((name) => properties[name] as Json | undefined).find(Boolean);
    return given === undefined ? `${stack}-${id}` : text(given);
  };
  const arnOf = (id: string): string => {
    const known = arns[typeOf(id)];
    if (known === undefined) throw new Error(`no ARN is known for ${stack}/${id}, a ${typeOf(id)}`);
    return known + nameOf(id);
  };
  const attributeOf = (id: string, attribute: string): string => {
    if (attribute === 'Arn' || attribute === 'TopicArn') return arnOf(id);
    return attribute === 'StreamArn' ? `${arnOf(id)}/stream/1` : `<${id}.${attribute}>`;
  };
  const refer = (id: string): string => {
    const parameter = template.Parameters?.[id];
    if (parameter !== undefined)
      return parameters[id] ?? (parameter.Default as string | undefined) ?? `<${id}>`;
    return pseudo[id] ?? (referredToByArn.has(typeOf(id)) ? arnOf(id) : nameOf(id));
  };
  const imported = (name: string): Json | undefined => {
    const other = name.split(':')[0] ?? '';
    const found = Object.values(templates[other]?.Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (found === undefined) throw new Error(`nothing exports ${name}`);
    return createResolver(templates, other).resolve(found.Value);
  };

  const isTrue = (condition: Argument): boolean => {
    if (condition.Condition !== undefined) return holds(condition.Condition);
    if (condition['Fn::Not'] !== undefined) return !isTrue(condition['Fn::Not'][0]);
    if (condition['Fn::Or'] !== undefined) return condition['Fn::Or'].some(isTrue);
    if (condition['Fn::Equals'] === undefined) throw new Error(`no condition: ${JSON.stringify(condition)}`);
    const [left, right] = condition['Fn::Equals'];
    return text(left) === text(right);
  };
  const holds = (name: string): boolean => isTrue(template.Conditions?.[name] ?? {});

  const functions: Readonly<Record<string, (argument: Argument) => Json | undefined>> = {
    Ref: (id) => (id === 'AWS::NoValue' ? undefined : refer(id)),
    'Fn::GetAtt': ([id, attribute]) => attributeOf(id, attribute),
    'Fn::ImportValue': imported,
    'Fn::Join': ([separator, parts]) => parts.map(text).join(separator),
    'Fn::If': ([condition, yes, no]) => resolve(holds(condition) ? yes : no),
  };
  const resolveMembers = (object: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(object)
        .map(([key, member]) => [key, resolve(member)] as const)
        .filter(([, member]) => member !== undefined),
    );
  const resolve = (value: Json | undefined): Json | undefined => {
    if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== undefined);
    if (!isJsonObject(value)) return value;
    const [name = ''] = Object.keys(value);
    const known = functions[name];
    if (known !== undefined) return known(value[name]);
    if (name.startsWith('Fn::')) throw new Error(`the resolver does not know ${name}`);
    return resolveMembers(value);
  };
  return { resolve, arnOf, holds };
}
