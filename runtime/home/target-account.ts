import type { Finding } from '../../core/finding.ts';
import type { AwsAccess } from '../../tasks/aws-clients.ts';
import type { AccountKind } from '../store/account-kind.ts';
import type { SimulatedAccounts } from '../account/simulated-accounts.ts';

/** The accounts that a home acts on, simulated or real. */
export interface TargetAccount {
  readonly kind: AccountKind;
  readonly access: AwsAccess;
  /** Called before a finding is triaged. */
  readonly prepare: (finding: Finding) => Promise<void>;
}

/** Simulated accounts get what a finding names before it is triaged, so that any finding can be run. */
export const simulatedTarget = (accounts: SimulatedAccounts): TargetAccount => ({
  kind: 'simulated',
  access: accounts.access,
  prepare: (finding) => accounts.seed(finding),
});

/** Real accounts are as they are. */
export const awsTarget = (access: AwsAccess): TargetAccount => ({
  kind: 'aws',
  access,
  prepare: () => Promise.resolve(),
});
