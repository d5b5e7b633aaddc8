import type { Finding, Resource } from '../finding.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { GuardDutyResource } from './guardduty-schema.ts';
import { resourcesOf, type TypedResource } from './typed-resource.ts';

/**
 * What `resource` names. Which detail objects are there decides, not `resourceType`: an S3 finding has the
 * caller's key beside the bucket, a runtime finding has instance, cluster and container.
 */
export function guardDutyResources(resource: GuardDutyResource): Resource[] {
  const typed = readers.flatMap((reader) => reader(resource));
  const known = typed.flatMap((item) => resourcesOf(item));
  return [
    ...known,
    ...workloadOf(resource),
    ...unknownDetails(resource).flatMap((item) => resourcesOf(item)),
  ];
}

/** Type, and details as they are; the builders know both. */
const detailsOf = (type: string, details: object | undefined, more: Partial<TypedResource> = {}) =>
  details === undefined ? [] : [{ type, details: details as Json, ...more }];

const readers: readonly ((resource: GuardDutyResource) => TypedResource[])[] = [
  (resource) => detailsOf('Instance', resource.instanceDetails, { tags: resource.instanceDetails?.tags }),
  (resource) => detailsOf('AccessKey', resource.accessKeyDetails),
  (resource) =>
    resource.s3BucketDetails.flatMap((bucket) =>
      detailsOf('S3Bucket', bucket, { arn: bucket.arn, tags: bucket.tags }),
    ),
  ({ eksClusterDetails: cluster }) =>
    detailsOf('EksCluster', cluster, { arn: cluster?.arn, tags: cluster?.tags }),
  ({ ecsClusterDetails: cluster }) =>
    detailsOf('EcsCluster', cluster, { arn: cluster?.arn, tags: cluster?.tags }),
  ({ ecsClusterDetails: cluster }) =>
    (cluster?.taskDetails.containers ?? []).flatMap((item) => detailsOf('Container', item)),
  (resource) => detailsOf('Container', resource.containerDetails),
  ({ rdsDbInstanceDetails: database, rdsDbUserDetails: user }) =>
    database === undefined
      ? []
      : detailsOf(
          'RdsDbInstance',
          { ...database, user: user.user },
          { arn: database.dbInstanceArn, tags: database.tags },
        ),
  ({ lambdaDetails: lambda }) =>
    detailsOf('Lambda', lambda, { arn: lambda?.functionArn, tags: lambda?.tags }),
  ({ ebsVolumeDetails: volumes }) =>
    [...volumes.scannedVolumeDetails, ...volumes.skippedVolumeDetails].map((volume) => ({
      type: 'EbsVolume',
      uid: volume.volumeArn,
    })),
];

/** A workload knows its cluster only through the object beside it. */
function workloadOf(resource: GuardDutyResource): Resource[] {
  const workload = resource.kubernetesDetails.kubernetesWorkloadDetails;
  if (workload === undefined) return [];
  const clusterName = resource.eksClusterDetails?.name;
  const { containers, namespace, ...details } = workload;
  const shared = clusterName === undefined ? {} : { clusterName };
  return [
    ...resourcesOf({ type: 'KubernetesWorkload', details: { ...details, namespace, ...shared } as Json }),
    ...containers
      .flatMap((item) => resourcesOf({ type: 'Container', details: item as Json }))
      .map((item) => (item.kind === 'container' ? Object.assign(item, { namespace, clusterName }) : item)),
  ];
}

const readKeys = new Set([
  'resourceType',
  'instanceDetails',
  'accessKeyDetails',
  's3BucketDetails',
  'eksClusterDetails',
  'kubernetesDetails',
  'ecsClusterDetails',
  'containerDetails',
  'rdsDbInstanceDetails',
  'rdsDbUserDetails',
  'lambdaDetails',
  'ebsVolumeDetails',
]);

/** Kinds that GuardDuty added since (snapshots, images, models, …): kept by their best identifier. */
function unknownDetails(resource: GuardDutyResource): TypedResource[] {
  return Object.entries(resource).flatMap(([key, details]) => {
    const uid = readKeys.has(key) ? undefined : bestIdentifier(details);
    return uid === undefined ? [] : [{ type: key.replace(/Details$/, ''), uid }];
  });
}

/** The first ARN, else the first field that is called an id, identifier or name. */
function bestIdentifier(details: unknown): string | undefined {
  if (!isJsonObject(details)) return undefined;
  const fields = Object.entries(details).filter(
    (field): field is [string, string] =>
      typeof field[1] === 'string' && field[1] !== '' && field[1].length <= 2048,
  );
  const arn = fields.find(([, value]) => value.startsWith('arn:'));
  return (arn ?? fields.find(([key]) => /(^|[a-z])(id|identifier|name)$/i.test(key)))?.[1];
}

/** Kubernetes and database users act under names that IAM does not know. */
export function localActor(resource: GuardDutyResource): Finding['actor'] {
  const user = resource.kubernetesDetails.kubernetesUserDetails;
  if (user.username !== undefined) {
    return {
      kind: 'kubernetes-user',
      name: user.username,
      principalId: user.uid,
      sessionName: user.sessionName[0],
    };
  }
  const database = resource.rdsDbUserDetails.user;
  return database === undefined ? undefined : { kind: 'database-user', name: database };
}
