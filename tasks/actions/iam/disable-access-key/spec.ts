import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { globalPlace, identifier } from '../../parameters.ts';

const parameters = z.strictObject({
  accessKeyId: identifier,
  userName: identifier.optional().describe('The owner of the key. Default: IAM is asked whose it is.'),
  ...globalPlace,
});

const read = ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys', 'iam:GetUser'] as const;

/**
 * Makes a long-term access key of an IAM user inactive.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
 */
export const spec = {
  id: 'iam.disable-access-key',
  version: 1,
  title: 'Disable an access key of an IAM user',
  parameters,
  target: ({ accessKeyId }: z.infer<typeof parameters>) => ({ kind: 'iam-access-key', id: accessKeyId }),
  scope: 'global',
  impact: 'disruptive',
  permissions: {
    plan: read,
    apply: [...read, 'iam:UpdateAccessKey'],
    verify: ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys'],
    undo: ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  },
  undo: 'reversible',
  d3fend: ['D3-CR'],
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
