export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services, and for S3 buckets. */
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon: `instance/i-1`, `db:orders`, `role/path/name`. */
  readonly resource: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function parseArn(value: string | undefined): Arn | undefined {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(value ?? '');
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** What stands after the last `/` or `:`: the bare id of most ARNs and of `AWS::IAM::AccessKey:AKIA…`. */
export function lastSegment(value: string | undefined): string | undefined {
  const segment = value?.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1);
  return segment === '' ? undefined : segment;
}
