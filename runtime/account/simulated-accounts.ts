import type { Finding } from '../../core/finding.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createAwsClients, type AwsAccess } from '../../tasks/aws-clients.ts';
import type { Database } from '../store/database.ts';
import type { LoggedCall } from './account-file.ts';
import { createAccountStore } from './account-store.ts';
import type { CallHook } from './answer.ts';
import { createAnswer } from './answer.ts';
import type { AccountPicture } from './picture.ts';
import { takePicture } from './picture.ts';
import type { Kind, Place, RecordKinds } from './records.ts';
import { seedFinding } from './seed/seed-finding.ts';

export interface SimulatedAccountsConfig {
  /** Where the accounts are kept (in tables of their own); `openDatabase(':memory:')` for the throw-away form. */
  readonly database: Database;
  readonly clock: Clock;
  /** How long new snapshots stay `pending`. @default 0: completed by the first look after the call */
  readonly snapshotMs?: number;
  /** Crash tests: called around each call, may throw. */
  readonly onCall?: CallHook;
}

/** AWS accounts that exist only here. Any account id and region may be asked for; a new one is empty. */
export interface SimulatedAccounts {
  /**
   * Clients that answer SDK commands as AWS does: SDK shapes, AWS's error names. What is not simulated
   * rejects with `NotSimulated`, which names what is. Mutating calls resolve once committed.
   */
  readonly access: AwsAccess;
  /**
   * Makes what the finding names exist, with whatever AWS would have around it; what the finding leaves out
   * is made up, always in the same way. What exists is left as it is. Kinds of resources that the accounts
   * do not know are skipped.
   */
  seed(finding: Finding): Promise<void>;
  /** Puts one record as it is, over any that is there: for tests that need a particular world. */
  put<K extends Kind>(kind: K, place: Place, record: RecordKinds[K]): Promise<void>;
  /** A copy of what an account holds, sorted by id; of one region (and what is global), or of all. */
  snapshot(account: string, region?: string): AccountPicture;
  /** Every mutating call that succeeded, oldest first. */
  calls(): readonly LoggedCall[];
}

/** Creates the accounts, or finds them again as the last process left them. */
export function createSimulatedAccounts(config: SimulatedAccountsConfig): SimulatedAccounts {
  const store = createAccountStore(config.database);
  const { clock, snapshotMs = 0 } = config;
  const answer = createAnswer({ store, clock, snapshotMs, onCall: config.onCall });
  return {
    access: (scope) => createAwsClients((service, command) => answer(service, scope, command)),
    seed: (finding) => store.write(() => seedFinding(finding, store)),
    put: (kind, place, record) => store.write(() => store.put(kind, place, record)),
    snapshot: (account, region) => takePicture(store, account, region),
    calls: () => store.calls(),
  };
}
