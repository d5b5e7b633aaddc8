import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';
import { hostReads } from '../host-reads.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

const read = ['ec2:DescribeInstances', 'ec2:DescribeIamInstanceProfileAssociations'] as const;

/**
 * Takes an instance's profile away, so that it gets no new credentials of its role. Undo needs `iam:PassRole`
 * on the role, for it gives the role to the instance.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html
 */
export const spec = {
  id: 'ec2.detach-instance-profile',
  version: 1,
  title: 'Detach the instance profile of an EC2 instance',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: [...read, ...hostReads],
    apply: [...read, 'ec2:DisassociateIamInstanceProfile'],
    verify: read,
    undo: [...read, 'ec2:AssociateIamInstanceProfile', 'iam:PassRole'],
  },
  undo: 'reversible',
  d3fend: ['D3-UAP'],
  guide: {
    does: 'Takes the instance profile away, so that the instance gets no new credentials of its role. Credentials that it has work until they expire: `iam.revoke-role-sessions` ends those.',
    undoes: 'Gives the profile back, unless the instance has another one since.',
    result: { profileArn: 'the profile that was detached' },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html'],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
