import type { Finding, ResourceOf } from '../../../core/finding.ts';
import { daysBefore, madeUpIamId, toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';

/** A user with one attached policy and an older key of its own. */
export function seedUser(resource: ResourceOf<'iam-user'>, seeder: Seeder): void {
  const { userName, arn } = resource;
  if (seeder.has('user', userName)) return;
  const { finding, place, partition } = seeder;
  const [, path = '/'] = /:user(\/(?:.*\/)?)[^/]+$/.exec(arn ?? '') ?? [];
  seeder.putIfAbsent('user', {
    userName,
    userId: resource.userId ?? madeUpIamId('AIDA', place.account, userName),
    path,
    arn: `arn:${partition}:iam::${place.account}:user${path}${userName}`,
    createdAt: daysBefore(finding.createdAt, 365),
    loginProfileSince: null,
    inline: [],
    attached: [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`],
    tags: toTagList(resource.tags),
  });
  seeder.putIfAbsent('access-key', {
    accessKeyId: madeUpIamId('AKIA', place.account, userName, 'older').slice(0, 20),
    userName,
    status: 'Active',
    createdAt: daysBefore(finding.createdAt, 365),
    lastUsed: null,
  });
}

/**
 * Long-term keys of users. Temporary keys (`ASIA…`) and root's are no IAM entities: IAM's calls do not find
 * them, on AWS either.
 */
export function seedAccessKey(resource: ResourceOf<'iam-access-key'>, seeder: Seeder): void {
  const { accessKeyId, userType = 'IAMUser' } = resource;
  if (accessKeyId.startsWith('ASIA') || userType !== 'IAMUser' || seeder.has('access-key', accessKeyId))
    return;
  const { finding, place } = seeder;
  const userName = resource.userName ?? `user-of-${accessKeyId}`;
  const { principalId } = resource;
  const userId = principalId?.startsWith('AIDA') ? { userId: principalId } : {};
  seedUser({ kind: 'iam-user', userName, ...userId }, seeder);
  seeder.putIfAbsent('access-key', {
    accessKeyId,
    userName,
    status: 'Active',
    createdAt: daysBefore(finding.createdAt, 60),
    lastUsed: { at: finding.createdAt, service: serviceOf(finding), region: place.region },
  });
}

/** IAM's name of the service that the finding saw the key call. */
const serviceOf = ({ actor }: Finding): string =>
  actor?.services?.[0]?.replace(/\.amazonaws\.com.*$/, '') ?? 'sts';
