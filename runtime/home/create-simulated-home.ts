import type { CallHook } from '../account/answer.ts';
import { createSimulatedAccounts } from '../account/simulated-accounts.ts';
import { createHome, type HomeConfig } from './create-home.ts';
import type { SimulatedHome } from './home.ts';
import { simulatedTarget } from './target-account.ts';

export interface SimulatedHomeConfig extends Omit<HomeConfig, 'account'> {
  /** Crash tests: called around each call to the simulated account. */
  readonly onCall?: CallHook;
}

/** The embedded home on accounts that exist only in its database. */
export async function createSimulatedHome({
  onCall,
  ...config
}: SimulatedHomeConfig): Promise<SimulatedHome> {
  const { database, clock } = config;
  const accounts = createSimulatedAccounts({ database, clock, ...(onCall === undefined ? {} : { onCall }) });
  const home = await createHome({ ...config, account: simulatedTarget(accounts) });
  return { ...home, accounts };
}
