/** GuardDuty calls the root user `Root`; IAM's credential report, `<root_account>`. */
export const isRootUser = (userName: string | undefined): boolean =>
  /^(root|<root_account>)$/i.test(userName ?? '');
