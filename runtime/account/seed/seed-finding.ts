import type { Finding, Resource, ResourceKind, ResourceOf } from '../../../core/finding.ts';
import type { AccountStore } from '../account-store.ts';
import { seedBucket } from './seed-bucket.ts';
import { seedFindingState } from './seed-finding-state.ts';
import { seedFunction } from './seed-function.ts';
import { seedRole } from './seed-role.ts';
import { seedInstanceAndGroup } from './seed-scaling-group.ts';
import { seedSecurityGroup } from './seed-security-group.ts';
import { seedAccessKey, seedUser } from './seed-user.ts';
import { seedVolume } from './seed-volume.ts';
import type { Seeder } from './seeder.ts';
import { createSeeder } from './seeder.ts';

const seeders: { readonly [K in ResourceKind]?: (resource: ResourceOf<K>, seeder: Seeder) => void } = {
  // The order matters: a role that the finding describes comes before the instance that runs under it, an
  // instance before the volumes that are attached to it.
  'iam-role': seedRole,
  'iam-access-key': seedAccessKey,
  'iam-user': seedUser,
  's3-bucket': seedBucket,
  'lambda-function': seedFunction,
  'ec2-instance': seedInstanceAndGroup,
  'ebs-volume': seedVolume,
  'security-group': seedSecurityGroup,
};

/** Everything that a finding names, and the finding itself where AWS keeps it. To be run inside a write. */
export function seedFinding(finding: Finding, store: AccountStore): void {
  for (const [kind, seed] of Object.entries(seeders)) {
    for (const resource of finding.resources) {
      if (resource.kind !== kind) continue;
      (seed as (resource: Resource, seeder: Seeder) => void)(
        resource,
        createSeeder(finding, placeOf(resource, finding), store),
      );
    }
  }
  // No service knows of what a person asked for.
  if (finding.source !== 'analyst') seedFindingState(createSeeder(finding, finding, store));
}

function placeOf(resource: Resource, finding: Finding) {
  return { account: resource.account ?? finding.account, region: resource.region ?? finding.region };
}
