import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { globalPlace, identifier } from '../../parameters.ts';

const parameters = z.strictObject({ userName: identifier, ...globalPlace });

const read = [
  'iam:GetUser',
  'iam:ListAttachedUserPolicies',
  'iam:ListAccessKeys',
  'iam:GetAccessKeyLastUsed',
] as const;

/**
 * Attaches AWS's policy AWSDenyAll to an IAM user: its keys, its console and temporary credentials that it
 * made are denied everything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
 */
export const spec = {
  id: 'iam.quarantine-user',
  version: 1,
  title: 'Deny an IAM user everything',
  parameters,
  target: ({ userName }: z.infer<typeof parameters>) => ({ kind: 'iam-user', id: userName }),
  scope: 'global',
  impact: 'disruptive',
  permissions: {
    plan: read,
    apply: [...read, 'iam:AttachUserPolicy'],
    verify: ['iam:ListAttachedUserPolicies'],
    undo: ['iam:ListAttachedUserPolicies', 'iam:DetachUserPolicy'],
  },
  undo: 'reversible',
  d3fend: ['D3-AL'],
  guide: {
    does: 'Attaches the AWS managed policy `AWSDenyAll`: keys, console and temporary credentials of the user are denied everything. The root user cannot be, and is denied.',
    undoes: 'Detaches the policy, unless it was attached before.',
    result: { policyArn: 'the policy' },
    example: { userName: "{% $resource('iam-user').userName %}" },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html',
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
