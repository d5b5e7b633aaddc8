import type { Config } from '../../core/config.ts';
import type { StoredFinding } from '../../core/records/findings.ts';
import type { Stores } from '../../core/records/stores.ts';
import { TourniquetError } from '../../core/errors.ts';
import { type Bounds, createBoundedChild } from '../playbooks/bounded-child.ts';
import { createLibrary, focusOn } from '../playbooks/library.ts';
import type { LoadedPlaybook } from '../playbooks/read-playbook.ts';
import type { ReplayJob } from './replay-child.ts';
import type { ReplayOutcome } from './replay-run.ts';

/** A finding that the playbook's trigger takes, and what the playbook would have done. */
export interface Replayed {
  readonly finding: Pick<
    StoredFinding['finding'],
    'id' | 'type' | 'title' | 'account' | 'region' | 'createdAt'
  >;
  readonly incident: string;
  /** Null: it could not be said; `problem` says why. */
  readonly outcome: ReplayOutcome | null;
  readonly problem: string | null;
}

interface ReplayConfig {
  readonly stores: Pick<Stores, 'findings' | 'incidents'>;
  readonly config: Config;
  /** It, and those that it may run. */
  readonly playbooks: readonly LoadedPlaybook[];
  readonly playbook: string;
  /** ISO 8601. Findings that were created before are left out. */
  readonly since: string;
  /** @default those of a shadow run, for each finding */
  readonly bounds?: Bounds;
  /** Told after each finding: how many were looked at, and how many the trigger took. */
  readonly tell?: (looked: number, taken: number) => void;
}

export interface Replay {
  /** Findings of the time. */
  readonly looked: number;
  /** Newest first. */
  readonly replayed: readonly Replayed[];
}

const program = new URL('replay-child.ts', import.meta.url);
const atOnce = 100;

/** Reads the store and writes nothing; the runs are in a process of their own, which reaches neither it nor any account. */
export async function replayFindings(given: ReplayConfig): Promise<Replay> {
  const takes = createTakes(given);
  const child = createBoundedChild<ReplayJob, ReplayOutcome>(program, given.bounds);
  const replayed: Replayed[] = [];
  let looked = 0;
  try {
    for await (const stored of eachFinding(given)) {
      looked += 1;
      if (await takes(stored))
        // One after another: each takes a processor.
        replayed.push(await replayOne(given, stored, async (job) => await child.run(job)));
      given.tell?.(looked, replayed.length);
    }
  } finally {
    child.end();
  }
  return { looked, replayed };
}

async function* eachFinding({ stores, since }: ReplayConfig): AsyncGenerator<StoredFinding> {
  let beyond: string | undefined;
  for (;;) {
    // Each page names where the next begins.
    // oxlint-disable-next-line no-await-in-loop
    const { items, next } = await stores.findings.newest({ limit: atOnce, beyond });
    for (const stored of items) {
      if (stored.finding.createdAt < since) return;
      yield stored;
    }
    if (next === null) return;
    beyond = next;
  }
}

/** Whether the trigger takes a finding, with its incident as it stands now. */
function createTakes({ stores, playbooks, playbook }: ReplayConfig) {
  const { select } = focusOn(createLibrary(playbooks), playbook);
  return async ({ finding, risk, incident: id }: StoredFinding): Promise<boolean> => {
    const incident = await stores.incidents.get(id);
    return incident !== null && select({ finding, risk, incident }).length > 0;
  };
}

async function replayOne(
  { config, playbooks, playbook }: ReplayConfig,
  { finding, incident }: StoredFinding,
  run: (job: ReplayJob) => Promise<ReplayOutcome>,
): Promise<Replayed> {
  const { id, type, title, account, region, createdAt } = finding;
  const about = { finding: { id, type, title, account, region, createdAt }, incident };
  try {
    const outcome = await run({ config, playbooks, playbook, finding });
    return { ...about, outcome, problem: null };
  } catch (error) {
    // It is the playbook that was too much; others of our faults are to be seen.
    if (!(error instanceof TourniquetError)) throw error;
    return { ...about, outcome: null, problem: error.message };
  }
}
