import type { AccessKeyLastUsed } from '@aws-sdk/client-iam';

/** For people: when a key was last used, and for what. */
export const describeUse = (use: AccessKeyLastUsed | undefined): string =>
  use?.LastUsedDate
    ? `last used for ${use.ServiceName} at ${use.LastUsedDate.toISOString()}`
    : 'never used as far as IAM knows';
