import type { Instance } from '@aws-sdk/client-ec2';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';

/**
 * Tags by which clusters know their hosts: of Kubernetes' cloud provider, of EKS itself and eksctl, of ECS capacity
 * providers, of Karpenter.
 * https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html
 */
const tagsOfNodes =
  /^(kubernetes\.io\/cluster\/|eks:|aws:eks:|alpha\.eksctl\.io\/|karpenter\.sh\/|AmazonECSManaged$)/;

/**
 * The role that container instances get by default; they have no tag by which to know them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
const rolesOfNodes = /^ecsInstanceRole/;

/** Whoever contains a node contains what runs on it, which is not the intruder's only. */
export function cautionOfNode(
  { InstanceId = '', Tags = [] }: Instance,
  roles: readonly string[],
): TargetFacts['cautions'] {
  const tag = Tags.find(({ Key = '' }) => tagsOfNodes.test(Key));
  const role = roles.find((name) => rolesOfNodes.test(name));
  if (tag === undefined && role === undefined) return [];
  const sign = tag === undefined ? `role ${role ?? ''}` : `tag ${tag.Key ?? ''}`;
  const reason = `${InstanceId} is a node of a cluster (${sign}): everything that runs on it is contained with it`;
  return [{ id: 'cluster-node', others: 1, reason }];
}
