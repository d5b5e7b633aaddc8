import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';
import { hostReads } from '../host-reads.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

/** Application, network and classic load balancers share IAM's prefix and some of its names. */
const look = [
  'ec2:DescribeInstances',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeLoadBalancers',
] as const;

/**
 * Takes an instance off every target group and classic load balancer, by id and by address, with each of its
 * ports. ELB cannot be asked where a target is registered, so each target group of its VPC is: 200 at most.
 * Beyond that, the plan says how many were not looked into, and verify says `partial`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
 */
export const spec = {
  id: 'ec2.deregister-from-load-balancers',
  version: 1,
  title: 'Take an EC2 instance off its load balancers',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: [...look, 'elasticloadbalancing:DescribeInstanceHealth', ...hostReads],
    apply: [
      ...look,
      'elasticloadbalancing:DeregisterTargets',
      'elasticloadbalancing:DeregisterInstancesFromLoadBalancer',
    ],
    verify: look,
    undo: [
      'ec2:DescribeInstances',
      'elasticloadbalancing:DescribeTargetHealth',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:RegisterTargets',
      'elasticloadbalancing:RegisterInstancesWithLoadBalancer',
    ],
  },
  undo: 'reversible',
  d3fend: ['D3-ITF'],
  guide: {
    does: 'Takes the instance off every target group of its VPC, by its id and by its addresses, with each port, and off every classic load balancer. New requests stop at once; those under way go on until the deregistration delay ends. 200 target groups are looked into; of more, the plan says so, and the step is verified `partial`. Refuses where it is behind none (`nothing-to-do`). Asks whatever the mode where it is the last healthy target of one. In an Auto Scaling group use `ec2.detach-from-asg`, which does it for the group’s own load balancers and keeps the group from terminating the instance.',
    undoes:
      'Registers exactly what was taken off and is still off, with the same ports, unless the target group is gone or somebody registered the instance with another port since. Load balancers take running instances only: start it first.',
    result: { targets: 'what was taken off target groups', loadBalancers: 'the classic load balancers' },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: [
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
