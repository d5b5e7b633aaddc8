import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';
import { lastTargetReads } from '../last-target-reads.ts';
import { hostReads } from '../host-reads.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

const read = [
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
] as const;

/**
 * Cuts an instance off the network as AWSSupport-ContainEC2Instance does: every interface goes through a
 * group that allows everything (so that its connections stop being tracked) to one that allows nothing.
 * https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-awssupport-containec2instance.html
 */
export const spec = {
  id: 'ec2.isolate-instance',
  version: 1,
  title: 'Isolate an EC2 instance from the network',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: [...read, ...lastTargetReads, ...hostReads],
    apply: [
      ...read,
      'ec2:CreateSecurityGroup',
      'ec2:CreateTags',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:RevokeSecurityGroupIngress',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:ModifyNetworkInterfaceAttribute',
      'ec2:DeleteSecurityGroup',
    ],
    verify: read,
    undo: [...read, 'ec2:ModifyNetworkInterfaceAttribute', 'ec2:DeleteSecurityGroup'],
  },
  undo: 'reversible',
  d3fend: ['D3-NI'],
  guide: {
    does: 'Moves every network interface through a group that lets everything through, which makes its connections untracked, into `tourniquet-isolation`, a group without rules, which cuts them. Connections that AWS tracks whatever the rules say (through NAT gateways, load balancers and endpoints) last until they end; the plan lists such limits. For an instant between the two, the host is open. Asks whatever the mode where it is the last healthy target of a load balancer, and where that cannot be found out: more than 50 target groups in its VPC, or no permission to read them.',
    undoes: 'Gives each interface its security groups back, unless somebody gave it others since.',
    result: {
      interfaces: 'the ids of its network interfaces',
      isolated: 'the ids of those that were moved',
    },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: [
      'https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-awssupport-containec2instance.html',
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
