import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';

const parameters = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'an AWS account id has 12 digits')
    .describe('The account, such as {% $finding.account %}.'),
});

/** Finds the buckets that are public today. */
const look = [
  's3:ListAllMyBuckets',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketPolicyStatus',
  's3:GetBucketAcl',
  's3:GetBucketTagging',
] as const;

/**
 * Turns on all four settings of the account's own public access block, which no bucket can undo.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html
 */
export const spec = {
  id: 's3.block-account-public-access',
  version: 1,
  title: 'Block public access to all S3 buckets of an account',
  parameters,
  target: ({ account }: z.infer<typeof parameters>) => ({ kind: 'aws-account', id: account }),
  // One setting, whichever Region it is asked of.
  scope: 'global',
  impact: 'disruptive',
  permissions: {
    plan: ['s3:GetAccountPublicAccessBlock', ...look],
    apply: ['s3:GetAccountPublicAccessBlock', ...look, 's3:PutAccountPublicAccessBlock'],
    verify: ['s3:GetAccountPublicAccessBlock'],
    undo: ['s3:GetAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
  },
  undo: 'reversible',
  d3fend: ['D3-APA'],
  guide: {
    does: "Turns on all four settings of the account's own public access block, which outweighs whatever its buckets, access points and ACLs say. The plan lists the buckets that are public today (it looks at 100). It is denied while one of them is protected, or its owner opted out. It ends public access only: stolen credentials of the account still get in.",
    undoes: 'Puts the former settings back, or their absence, unless somebody changed them since.',
    result: { account: 'the account' },
    example: { account: '{% $finding.account %}' },
    sources: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
