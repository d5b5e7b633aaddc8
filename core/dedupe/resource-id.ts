import type { ResourceKind, ResourceOf } from '../finding.ts';

const ids: { readonly [K in ResourceKind]: (resource: ResourceOf<K>) => string } = {
  'ec2-instance': (resource) => resource.instanceId,
  'iam-access-key': (resource) => resource.accessKeyId,
  'iam-user': (resource) => resource.userName,
  'iam-role': (resource) => resource.roleName,
  's3-bucket': (resource) => resource.bucketName,
  'eks-cluster': (resource) => resource.clusterName,
  'kubernetes-workload': (resource) =>
    [resource.clusterName, resource.namespace, resource.name].filter((part) => part !== undefined).join('/'),
  'ecs-cluster': (resource) => resource.clusterName,
  container: (resource) => resource.containerId,
  'rds-instance': (resource) => resource.dbInstanceId,
  'lambda-function': (resource) => resource.functionName,
  'ebs-volume': (resource) => resource.volumeId,
  'security-group': (resource) => resource.groupId,
  other: (resource) => resource.id,
};

/** What tells resources of one kind apart within an account, such as the instance id or the bucket's name. */
export function resourceId<K extends ResourceKind>(resource: ResourceOf<K>): string {
  return ids[resource.kind as K](resource);
}
