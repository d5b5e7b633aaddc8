/** What plans must be allowed to read, to know whom an instance runs as. */
export const hostReads = ['iam:GetInstanceProfile'] as const;
