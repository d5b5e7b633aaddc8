import { type AccountBounds, noBounds } from '../../core/account-bounds.ts';
import type { Finding } from '../../core/finding.ts';
import type { AwsAccounts } from '../../tasks/aws/access.ts';
import type { AwsAccess } from '../../tasks/aws-clients.ts';
import type { AccountKind } from '../store/account-kind.ts';
import type { SimulatedAccounts } from '../account/simulated-accounts.ts';

/** The accounts that a home acts on, simulated or real. */
export interface TargetAccount {
  readonly kind: AccountKind;
  readonly access: AwsAccess;
  readonly bounds: AccountBounds;
  /** Called before a finding is triaged. */
  readonly prepare: (finding: Finding) => Promise<void>;
}

/** Simulated accounts get what a finding names before it is triaged, so that any finding can be run. */
export const simulatedTarget = (accounts: SimulatedAccounts): TargetAccount => ({
  kind: 'simulated',
  access: accounts.access,
  bounds: noBounds,
  prepare: (finding) => accounts.seed(finding),
});

/** Real accounts are as they are. */
export const awsTarget = ({ access, bounds }: Pick<AwsAccounts, 'access' | 'bounds'>): TargetAccount => ({
  kind: 'aws',
  access,
  bounds,
  prepare: () => Promise.resolve(),
});
