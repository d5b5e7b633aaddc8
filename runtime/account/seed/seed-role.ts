import type { ResourceOf } from '../../../core/finding.ts';
import { daysBefore, madeUpIamId, toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';

/** A role with a trust policy and one attached policy. */
export function seedRole(resource: ResourceOf<'iam-role'>, seeder: Seeder): void {
  const { roleName } = resource;
  if (seeder.has('role', roleName)) return;
  const { finding, place, partition } = seeder;
  const path = pathOf(resource);
  seeder.putIfAbsent('role', {
    roleName,
    roleId: resource.roleId ?? madeUpIamId('AROA', place.account, roleName),
    path,
    arn: `arn:${partition}:iam::${place.account}:role${path}${roleName}`,
    createdAt: daysBefore(finding.createdAt, 90),
    trust: trustPolicy,
    description: '',
    inline: [],
    attached: [`arn:${partition}:iam::aws:policy/AmazonS3ReadOnlyAccess`],
    tags: toTagList(resource.tags),
  });
}

const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] }, Action: ['sts:AssumeRole'] }],
});

/** From the ARN, or from the names that AWS reserves. Session ARNs (`assumed-role`) say no path. */
function pathOf({ arn, roleName }: ResourceOf<'iam-role'>): string {
  const [, path] = /:role(\/(?:.*\/)?)[^/]+$/.exec(arn ?? '') ?? [];
  if (path !== undefined) return path;
  if (roleName.startsWith('AWSServiceRoleFor')) return '/aws-service-role/ec2.amazonaws.com/';
  if (roleName.startsWith('AWSReservedSSO_')) return '/aws-reserved/sso.amazonaws.com/';
  return '/';
}
