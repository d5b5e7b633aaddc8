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
  guide: {
    does: "Makes a long-term access key inactive. Temporary keys (`ASIA…`) and keys of the root user cannot be disabled so, and are denied. The user's console password and other keys work on.",
    undoes:
      'Makes the key active again, if it was so before. AWS advises to give the user a new key instead.',
    result: { userName: 'the owner of the key' },
    example: { accessKeyId: "{% $resource('iam-access-key').accessKeyId %}" },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
