import type { Clients } from '../../aws-clients.ts';

type Service = keyof Clients;

/**
 * Where the IAM action is not named after the API call.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['s3:PutPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['s3:DeletePublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['s3:HeadBucket', 's3:ListBucket'],
]);

/** `DescribeInstances` for a `DescribeInstancesCommand`. Bundles must keep class names. */
export function operationOf(command: object): string {
  return command.constructor.name.replace(/Command$/, '');
}

/** The IAM action that a command needs. */
export function permissionOf(service: Service, operation: string): string {
  const permission = `${service}:${operation}`;
  return exceptions.get(permission) ?? permission;
}

/** What is not known to read is a mutation. */
export const isRead = (operation: string): boolean => /^(Describe|Get|List|Head)[A-Z]/.test(operation);
