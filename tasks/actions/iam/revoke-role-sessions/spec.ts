import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { globalPlace, identifier } from '../../parameters.ts';

/** A name of our own beside the console's AWSRevokeOlderSessions, so that neither undoes the other. */
export const policyName = 'TourniquetRevokeOlderSessions';

const parameters = z.strictObject({ roleName: identifier, ...globalPlace });

const read = ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListInstanceProfilesForRole'] as const;

/**
 * Denies everything to sessions of a role that were issued before now, as the console's "Revoke active
 * sessions" does. Workloads that assume the role again work on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const spec = {
  id: 'iam.revoke-role-sessions',
  version: 1,
  title: 'Revoke the active sessions of an IAM role',
  parameters,
  target: ({ roleName }: z.infer<typeof parameters>) => ({ kind: 'iam-role', id: roleName }),
  scope: 'global',
  impact: 'disruptive',
  permissions: {
    plan: [...read, 'ec2:DescribeInstances'],
    apply: [...read, 'iam:PutRolePolicy'],
    verify: ['iam:GetRolePolicy'],
    undo: ['iam:GetRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  },
  undo: 'reversible',
  d3fend: ['D3-ANCI'],
  guide: {
    does: 'Denies everything to sessions of the role that were issued before now, as the console does under "Revoke active sessions". All sessions of the role are hit; workloads that assume it again work on. Roles that AWS manages are denied. Asks whatever the mode where more than one instance of the incident’s Region runs with the role; other Regions, and functions and tasks, are not counted.',
    undoes: 'Takes the policy away, or gives back the one that stood under its name.',
    result: { revokedBefore: 'sessions that were issued before this instant are denied' },
    example: { roleName: "{% $resource('iam-role').roleName %}" },
    sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html'],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
