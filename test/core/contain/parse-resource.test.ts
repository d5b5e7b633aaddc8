import { describe, expect, it } from 'vitest';
import { type NamedResource, parseResource } from '../../../core/contain/parse-resource.ts';
import { resourceId } from '../../../core/dedupe/resource-id.ts';
import { Resource } from '../../../core/finding.ts';

const account = '111122223333';
const region = 'eu-west-1';
const placed = (text: string, more: Partial<NamedResource> = {}): NamedResource => ({
  text,
  account,
  region,
  ...more,
});

describe('parseResource', () => {
  it.each<[NamedResource, string, string, string]>([
    [{ text: `arn:aws:ec2:${region}:${account}:instance/i-0a1b2c3d` }, 'ec2-instance', 'i-0a1b2c3d', region],
    [
      { text: `arn:aws:ec2:${region}:${account}:security-group/sg-0a1b2c3d` },
      'security-group',
      'sg-0a1b2c3d',
      region,
    ],
    [{ text: `arn:aws:iam::${account}:user/ops/ana` }, 'iam-user', 'ana', 'us-east-1'],
    [{ text: `arn:aws-us-gov:iam::${account}:role/app` }, 'iam-role', 'app', 'us-gov-west-1'],
    [
      { text: `arn:aws:lambda:${region}:${account}:function:thumbs:live` },
      'lambda-function',
      'thumbs',
      region,
    ],
    [{ text: `arn:aws:rds:${region}:${account}:db:orders` }, 'rds-instance', 'orders', region],
    [{ text: `arn:aws:eks:${region}:${account}:cluster/shop` }, 'eks-cluster', 'shop', region],
    [placed('arn:aws:s3:::exports'), 's3-bucket', 'exports', region],
    [placed('i-0a1b2c3d4e5f67890'), 'ec2-instance', 'i-0a1b2c3d4e5f67890', region],
    [{ text: 'AKIAEXAMPLEDEPLOY001', account }, 'iam-access-key', 'AKIAEXAMPLEDEPLOY001', 'us-east-1'],
    [placed('exports', { kind: 's3-bucket' }), 's3-bucket', 'exports', region],
  ])('finds in %j a %s', (named, kind, id, where) => {
    const parsed = parseResource(named);
    if (!parsed.ok) throw new Error(parsed.problem);
    const { resource, ...place } = parsed.found;
    expect(Resource.parse(resource)).toEqual(resource);
    expect([resource.kind, resourceId(resource)]).toEqual([kind, id]);
    expect(place).toMatchObject({ account, region: where });
  });

  it.each<[NamedResource, RegExp]>([
    [{ text: 'exports' }, /^exports does not say what it is; add --kind/],
    [{ text: 'i-0a1b2c3d', region }, /in which account it is; add --account-id/],
    [{ text: 'i-0a1b2c3d', account }, /in which Region it is; add --region/],
    [{ text: 'i-0a1b2c3d', account, region: 'eu-west' }, /^eu-west is no Region; write it like eu-west-1$/],
    [{ text: 'arn:aws:s3:::exports', region }, /add --account-id/],
    [{ text: 'i-0a1b2c3d', account: '12', region }, /--account-id 12 is not an AWS account id: 12 digits/],
    [placed('i-0a1b2c3d', { kind: 's3-bucket' }), /is of kind ec2-instance, not s3-bucket; leave --kind out/],
    [{ text: 'arn:aws:sqs:eu-west-1:111122223333:queue' }, /names nothing that can be contained/],
    [{ text: 'arn:aws:ec2' }, /is not an ARN/],
    [
      { text: `arn:aws:rds:${region}:${account}:db:orders`, account: '999988887777' },
      /says 111122223333 where --account-id says 999988887777/,
    ],
  ])('refuses %j and says what to do', (named, said) => {
    const parsed = parseResource(named);
    expect(parsed.ok ? '' : parsed.problem).toMatch(said);
  });
});
