import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { globalPlace, identifier } from '../../parameters.ts';

const parameters = z.strictObject({
  accessKeyId: identifier,
  userName: identifier.optional().describe('The owner of the key. Default: IAM is asked whose it is.'),
  knownServices: z
    .array(identifier)
    .nullable()
    .default(null)
    .describe(
      'AWS services that the intruder is known to have called with the key, such as `s3`. A use of any other in the last 24 hours has people asked. Null: nobody knows, and nobody is asked for that.',
    ),
  ...globalPlace,
});

const read = ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys', 'iam:GetUser'] as const;

/**
 * Makes a long-term access key of an IAM user inactive.
 *
 * Does something else than the intruder run with the key? IAM keeps one last use only, and of a stolen key that is
 * likely the intruder's: to ask because of it would be to ask for every key. So people are asked only where
 * the playbook says which services the intruder called (`knownServices`), and the last use, within 24 hours,
 * is of another one. What was used today stands in the plan in any case.
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
    does: "Makes a long-term access key inactive. Temporary keys (`ASIA…`) and keys of the root user cannot be disabled so, and are denied. The user's console password and other keys work on. Asks whatever the mode where `knownServices` is given and the key was used for another service in the last 24 hours.",
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
