import type { ResourceOf } from '../../../core/finding.ts';
import { daysBefore, toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';
import { seedRole } from './seed-role.ts';

/** A function with its role, that reserves no concurrency: as most are. */
export function seedFunction(resource: ResourceOf<'lambda-function'>, seeder: Seeder): void {
  const { functionName, roleArn, tags } = resource;
  const { finding, place, partition } = seeder;
  const roleName = roleArn?.split('/').at(-1) || `role-of-${functionName}`;
  seedRole({ kind: 'iam-role', roleName, arn: roleArn }, seeder);
  seeder.putIfAbsent('lambda-function', {
    functionName,
    arn: `arn:${partition}:lambda:${place.region}:${place.account}:function:${functionName}`,
    roleArn: roleArn ?? `arn:${partition}:iam::${place.account}:role/${roleName}`,
    modifiedAt: daysBefore(finding.createdAt, 60),
    reservedConcurrency: null,
    tags: toTagList(tags),
  });
}
