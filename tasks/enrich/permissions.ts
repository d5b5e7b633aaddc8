/** IAM actions of Enrich's sources, all of which read. */
export const permissions = [
  'ec2:DescribeTags',
  'iam:ListAttachedRolePolicies',
  'iam:ListAttachedUserPolicies',
  'iam:ListRoleTags',
  'iam:ListUserTags',
  's3:GetBucketTagging',
] as const;
