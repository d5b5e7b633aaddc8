import { GetRoleCommand } from '@aws-sdk/client-iam';
import { explainOutside } from '../../../core/account-bounds.ts';
import { type AwsPatient, type Check, type Diagnosis, failed, ok, unknown } from '../check.ts';

/** The responder role is there, and can be entered by whoever should. */
export const role: Check = {
  name: 'role',
  at: 'account',
  async run(patient, { account }, signal) {
    const { caller, enter } = patient.aws;
    const { role: name, accounts: named } = patient.config.aws;
    const outside = explainOutside({ account, trusted: true }, { own: caller.account, named });
    if (outside !== null) {
      return [
        failed(
          `account ${account} is not one of aws.accounts`,
          'name it there, or no finding is answered in it',
        ),
      ];
    }
    if (name === null) {
      if (account === caller.account) return [ok(`no role is configured: ${caller.arn} acts itself`)];
      return [
        failed(`the credentials are of account ${caller.account}`, 'set aws.role in the configuration'),
      ];
    }
    try {
      await enter(account);
      return [ok(`${name} lets ${caller.arn} in`)];
    } catch (error) {
      if ((error as Error).name !== 'AccessDenied') throw error;
      return [await explainRefusal(patient, { account, name }, signal)];
    }
  },
};

/** Deployed, the role lets in the hub's functions and nobody else: that it refuses us may be as it should be. */
async function explainRefusal(
  { aws }: AwsPatient,
  { account, name }: { readonly account: string; readonly name: string },
  abortSignal: AbortSignal,
): Promise<Diagnosis> {
  const { caller, own } = aws;
  const refused = `${name} does not let ${caller.arn} in`;
  if (account !== caller.account) {
    return unknown(
      `${refused}; it may let in the functions of the hub alone, or not be there`,
      `look with credentials of account ${account}: AWS_PROFILE=… tourniquet doctor --account aws`,
    );
  }
  try {
    const RoleName = name.split('/').at(-1);
    await own.iam.send(new GetRoleCommand({ RoleName }), { abortSignal });
    return ok(`${name} is there; it lets in the functions of the hub, and not ${caller.arn}`);
  } catch (error) {
    if ((error as Error).name !== 'NoSuchEntityException') throw error;
    return failed(`there is no ${name}`, 'deploy the stack TourniquetMember');
  }
}
