/** IAM actions of the write-back to Security Hub; the update of its newer findings (V2) needs the same one. */
export const permissions = ['securityhub:BatchUpdateFindings'] as const;
