import type { ServiceName } from '../../aws-clients.ts';

/**
 * Where the IAM action is not named after the API call.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['s3:PutPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['s3:DeletePublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['s3:HeadBucket', 's3:ListBucket'],
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['securityhub:GetFindingsV2', 'securityhub:GetFindings'],
  ['securityhub:BatchUpdateFindingsV2', 'securityhub:BatchUpdateFindings'],
  ['s3control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
  ['s3control:PutPublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
  ['s3control:DeletePublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
]);

/** Where IAM's prefix is not the client's name. */
const prefixes: Partial<Readonly<Record<ServiceName, string>>> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  messenger: 'tourniquet',
};

/**
 * `DescribeInstances` for a `DescribeInstancesCommand`: by its schema, for bundles keep no class names. Our own commands
 * say it themselves. What says nothing is called nothing, which no permission lists.
 * https://github.com/smithy-lang/smithy-typescript: a schema of an operation is [9, namespace, name, …]
 */
export function operationOf(command: object): string {
  if ('operation' in command && typeof command.operation === 'string') return command.operation;
  const schema: unknown = 'schema' in command ? command.schema : undefined;
  const name: unknown = Array.isArray(schema) ? schema[2] : undefined;
  return typeof name === 'string' ? name : '';
}

/** The IAM action that a command needs. */
export function permissionOf(service: ServiceName, operation: string): string {
  const permission = `${prefixes[service] ?? service}:${operation}`;
  return exceptions.get(permission) ?? permission;
}

/** What is not known to read is a mutation. */
export const isRead = (operation: string): boolean => /^(Describe|Get|List|Head)[A-Z]/.test(operation);
