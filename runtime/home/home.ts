import type { Config } from '../../core/config.ts';
import type { ContainmentAsked } from '../../core/contain/ask-containment.ts';
import type { Finding } from '../../core/finding.ts';
import type { ThreatList } from '../../core/intel/threat-list.ts';
import type { Run, VerifyReply } from '../../core/playbook/protocol.ts';
import type { Changes } from '../../core/ports/changes.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Geo } from '../../core/ports/geo.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import type { Inbox } from '../../core/records/inbox.ts';
import type { Plans } from '../../core/records/plans.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Contained } from '../../tasks/contain/index.ts';
import type { Ingest } from '../../tasks/ingest/index.ts';
import type { Reading } from '../../tasks/ingest/read-batches.ts';
import type { LogRequest, TakenRequest } from '../../tasks/ingest/take-request.ts';
import type { Arrival, Intake } from '../../tasks/intake/index.ts';
import type { ReleaseIncident } from '../../tasks/release-incident/index.ts';
import type { GivenAnswer, Outcome } from '../../tasks/decide/index.ts';
import type { ApprovalLinks } from '../../tasks/approval-links/index.ts';
import type { Task } from '../../tasks/task.ts';
import type { SimulatedAccounts } from '../account/simulated-accounts.ts';
import type { Engine } from '../asl/index.ts';
import type { EmbeddedLake } from '../lake/create-lake.ts';
import type { PlaybookLibrary } from '../playbooks/library.ts';
import type { LoadedPlaybook } from '../playbooks/read-playbook.ts';
import type { ApprovalReport, Report } from '../report.ts';

/** How findings are enriched, scored and answered. */
export interface HomeSetting {
  readonly config: Config;
  readonly geo: Geo;
  readonly threatLists: readonly ThreatList[];
}

/** The whole program in one process: engine, store, tasks, playbooks and the account that they act on. */
export interface Home {
  readonly engine: Engine;
  readonly stores: Stores;
  readonly plans: Plans;
  readonly inbox: Inbox;
  readonly raw: RawStore;
  readonly lake: EmbeddedLake;
  readonly digest: Digest;
  readonly newId: () => string;
  /** Goes on with the executions that an earlier process left unfinished. */
  resume(): Promise<void>;
  /** Keeps an event and starts its triage. */
  intake(arrival: Arrival): Promise<Intake>;
  /** Takes log records in; see `createIngest`. */
  readonly ingest: Ingest;
  /** Takes in what a log writer sent at once; see `createTakeRequest`. */
  readonly takeLogs: (request: LogRequest) => Promise<TakenRequest>;
  readonly logReading: Reading;
  /** Tries a dead letter again; see `createRedriveLetter`. */
  redriveLetter(id: string, by: string): Promise<DeadLetter>;
  /** Tries again what other processes asked for (`tourniquet dlq redrive`). */
  redriveWanted(): Promise<void>;
  /** Drops what is to be kept for a time only; see `createForgetExpired`. */
  forgetExpired(): Promise<number>;
  /** Starts what is behind; see `createSweep`. */
  readonly sweep: Task;
  /** Takes a person's answer to a question. */
  decide(approval: string, answer: GivenAnswer): Promise<Outcome>;
  /** Hands on what other processes decided (`tourniquet approve`), if any of them wrote since the last time. */
  goOnWithDecisions(): Promise<void>;
  /** Answers by link and code. */
  readonly approvalLinks: ApprovalLinks;
  /** Starts the triage of a finding that is known already, as if it had just been delivered. */
  triage(finding: Finding): Promise<void>;
  /** What it was opened with. */
  readonly setting: HomeSetting;
  /** The playbooks as they are now. */
  readonly library: PlaybookLibrary;
  /** Takes a playbook in the place of the one with its id, or as a new one. What runs goes on as it began. */
  usePlaybook(loaded: LoadedPlaybook): Promise<void>;
  /** Re-reads the account for a plan that was applied. */
  lookAgain(run: Run, plan: string): Promise<VerifyReply>;
  /** Answers an incident once more; see `createRespond`. */
  respond(incident: string, by: string): Promise<readonly string[]>;
  /** Contains a resource because a person asks for it; see `createContain`. */
  contain(asked: ContainmentAsked): Promise<Contained>;
  /** Lets go of what an incident holds, or says what that would do; see `ReleaseIncident`. */
  readonly release: ReleaseIncident['release'];
  readonly rehearseRelease: ReleaseIncident['rehearse'];
  readonly listHeld: ReleaseIncident['listHeld'];
  /** Called for each question that is asked from now on. */
  onQuestion(listener: (approval: ApprovalReport) => void): void;
  waitingApprovals(): Promise<readonly ApprovalReport[]>;
  /** Resolves once no execution runs any more. */
  idle(): Promise<void>;
  /** Whether a task is being done right now; false while everything waits for timers or people. */
  readonly isBusy: () => boolean;
  /** At most 1,000: for a progress line. */
  countRunning(): number;
  /** Tells that something changed in the store. */
  readonly changes: Changes;
  report(): Promise<Report>;
  close(): Promise<void>;
}

/** A home on simulated accounts, which can be looked into. */
export interface SimulatedHome extends Home {
  readonly accounts: SimulatedAccounts;
}
