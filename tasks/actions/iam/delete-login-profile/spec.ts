import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { globalPlace, identifier } from '../../parameters.ts';

const parameters = z.strictObject({ userName: identifier, ...globalPlace });

const read = ['iam:GetUser', 'iam:GetLoginProfile'] as const;

/**
 * Deletes the console password of an IAM user.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html
 */
export const spec = {
  id: 'iam.delete-login-profile',
  version: 1,
  title: 'Delete the console password of an IAM user',
  parameters,
  target: ({ userName }: z.infer<typeof parameters>) => ({ kind: 'iam-user', id: userName }),
  scope: 'global',
  impact: 'destructive',
  permissions: {
    plan: read,
    apply: [...read, 'iam:DeleteLoginProfile'],
    verify: ['iam:GetLoginProfile'],
    undo: [],
  },
  undo: {
    irreversible:
      'nobody knows the old password: give the user a new one by hand (CreateLoginProfile) once the case is closed',
  },
  d3fend: ['D3-CR'],
  guide: {
    does: 'Deletes the console password of a user. Console sessions that are open and access keys work on: `iam.quarantine-user` stops those.',
    result: { userName: 'the user' },
    example: { userName: "{% $resource('iam-user').userName %}" },
    sources: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html'],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
