import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({
  groupId: identifier,
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .default([22, 3389])
    .describe('Rules that open any of these TCP or UDP ports are revoked. Default: 22 (SSH) and 3389 (RDP).'),
  ...regionalPlace,
});

const read = ['ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces'] as const;

/**
 * Revokes the rules of a security group that open administration ports to the whole internet.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html (EC2.13, EC2.14, EC2.53, EC2.54)
 */
export const spec = {
  id: 'ec2.revoke-open-ingress',
  version: 1,
  title: 'Close administration ports of a security group to the internet',
  parameters,
  target: ({ groupId }: z.infer<typeof parameters>) => ({ kind: 'security-group', id: groupId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: read,
    apply: [...read, 'ec2:RevokeSecurityGroupIngress'],
    verify: ['ec2:DescribeSecurityGroups'],
    undo: ['ec2:DescribeSecurityGroups', 'ec2:AuthorizeSecurityGroupIngress'],
  },
  undo: 'reversible',
  d3fend: ['D3-ITF'],
  guide: {
    does: 'Revokes the rules of a security group that open one of `ports` to `0.0.0.0/0` or `::/0`. Other rules stay as they are. Connections that are tracked last until they end.',
    undoes: 'Puts the rules back, unless somebody let others in on these ports since.',
    result: { revoked: 'the rules that were revoked' },
    example: {
      groupId: "{% $resource('ec2-instance').interfaces[0].securityGroupIds[0] %}",
      ports: [22, 3389],
    },
    sources: [
      'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
