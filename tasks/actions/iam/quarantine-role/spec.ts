import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { globalPlace, identifier } from '../../parameters.ts';

const parameters = z.strictObject({ roleName: identifier, ...globalPlace });

const read = ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListInstanceProfilesForRole'] as const;

/**
 * Attaches AWS's policy AWSDenyAll to an IAM role: every session of it, of now and later, is denied
 * everything. Where workloads must go on, iam.revoke-role-sessions is the milder way.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
 */
export const spec = {
  id: 'iam.quarantine-role',
  version: 1,
  title: 'Deny an IAM role everything',
  parameters,
  target: ({ roleName }: z.infer<typeof parameters>) => ({ kind: 'iam-role', id: roleName }),
  scope: 'global',
  impact: 'disruptive',
  permissions: {
    plan: [...read, 'ec2:DescribeInstances'],
    apply: [...read, 'iam:AttachRolePolicy'],
    verify: ['iam:ListAttachedRolePolicies'],
    undo: ['iam:ListAttachedRolePolicies', 'iam:DetachRolePolicy'],
  },
  undo: 'reversible',
  d3fend: ['D3-AL'],
  guide: {
    does: 'Attaches the AWS managed policy `AWSDenyAll`: every session of the role, of now and later, is denied everything. Roles that AWS manages are denied. Where workloads must go on, `iam.revoke-role-sessions` is the milder way. Asks whatever the mode where more than one instance of the incident’s Region runs with the role; other Regions, and functions and tasks, are not counted.',
    undoes: 'Detaches the policy, unless it was attached before.',
    result: { policyArn: 'the policy' },
    example: { roleName: "{% $resource('iam-role').roleName %}" },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html',
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
