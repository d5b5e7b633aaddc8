import { Config } from '../../core/config.ts';
import type { Released } from '../../core/playbook/case-schema.ts';
import { stepsIn, wayKey, ways, wholePlaybook } from '../../core/playbook/coverage/list-ways.ts';
import { pretendedWebhooks } from '../../tasks/messenger/webhooks.ts';
import { createSimulatedHome } from '../home/create-simulated-home.ts';
import { readEvents } from '../home/engine-ports.ts';
import type { Home } from '../home/home.ts';
import { machineArn } from '../home/place.ts';
import type { IncidentReport } from '../report.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';
import {
  type CaseOutcome,
  compare,
  compareOutcome,
  compareRelease,
  type Difference,
  outcomeOf,
  releasedOf,
  stepsWith,
} from './case-outcome.ts';
import { createFailures, withoutIndices } from './fail-steps.ts';
import type { PlaybookLibrary } from './library.ts';
import type { LoadedCase } from './read-cases.ts';
import { traceRun } from './trace-run.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** What a case came to: the fields in which the outcome differs from what was expected. */
export interface CaseResult {
  readonly file: string;
  readonly title: string;
  readonly differences: readonly Difference[];
  /** The keys of the ways that the playbook went; see `listWays`. */
  readonly reached: readonly string[];
}

const start = Date.UTC(2026, 0, 1);
const nowhere = { country: () => null };

/** Everything that came of a case. */
export interface PlayedCase {
  /** Why the event, or a finding of it, was not taken in. */
  readonly refused: readonly string[];
  /** Null: the playbook did not run. */
  readonly outcome: CaseOutcome | null;
  /** Null: nobody released the incident. */
  readonly released: Released | null;
  readonly reached: ReadonlySet<string>;
}

/** Takes the case's event through the whole workflow, with this playbook alone, on a fresh simulated account. */
export async function playCase(
  library: PlaybookLibrary,
  playbook: string,
  given: LoadedCase,
): Promise<PlayedCase> {
  const clock = createVirtualClock(start);
  const home = await createSimulatedHome({
    database: openDatabase(':memory:'),
    raw: createRawMemory(),
    clock,
    config: Config.parse({ mode: given.mode }),
    library,
    geo: nowhere,
    threatLists: [],
    webhooks: pretendedWebhooks,
    beforeTask: createFailures(playbook, given.given?.fail ?? []),
  });
  try {
    const refused = await play(home, clock, given);
    const [incident] = (await home.report()).incidents;
    const reached = incident === undefined ? new Set<string>() : findReached(home, incident, playbook);
    const after = await release(home, incident, given);
    return {
      refused,
      outcome: outcomeOf(incident, playbook, stepsIn(reached)),
      released: after === undefined ? null : releasedOf({ before: incident, after }, playbook),
      reached: new Set([...reached, ...(after === undefined ? [] : findUndone(after, playbook))]),
    };
  } finally {
    await home.close();
  }
}

/** Plays a case, and holds what came of it against what it expects. */
export async function runCase(
  library: PlaybookLibrary,
  playbook: string,
  given: LoadedCase,
): Promise<CaseResult> {
  const { file, title, expect } = given;
  const { refused, outcome, released, reached } = await playCase(library, playbook, given);
  const differences = [
    ...compare('event', [], refused),
    ...compareOutcome(expect, outcome),
    ...compareRelease(expect, released),
  ];
  return { file, title, differences, reached: [...reached] };
}

/** @returns why the event, or a finding of it, was not taken in. */
async function play(home: Home, clock: VirtualClock, given: LoadedCase): Promise<readonly string[]> {
  answerApprovals(home, given);
  const bytes = new TextEncoder().encode(JSON.stringify(given.event));
  const origin = { via: 'file', account: null, trusted: true } as const;
  const run = home.intake({ bytes, delivery: 'case', origin, label: given.file }).then(async (taken) => {
    await home.idle();
    return taken;
  });
  await clock.runUntil(
    run.then(() => undefined),
    home.isBusy,
  );
  const { rejected, ignored } = await run;
  // What is ignored as a whole, such as a check that passed, is a way in which nothing runs.
  return [...rejected, ...(ignored === undefined || !given.expect.runs ? [] : [ignored])];
}

function answerApprovals(home: Home, { expect }: LoadedCase): void {
  const answers = new Map(expect.runs ? expect.approvals.map(({ step, answer }) => [step, answer]) : []);
  home.onQuestion(({ id, step }) => {
    const answer = answers.get(step);
    if (answer === 'approve') void home.decide(id, { decision: 'approved', by: 'case' });
    if (answer === 'reject') void home.decide(id, { decision: 'rejected', by: 'case' });
  });
}

/** The part after the run: a person lets go of the incident. */
async function release(
  home: Home,
  incident: IncidentReport | undefined,
  { expect }: LoadedCase,
): Promise<IncidentReport | undefined> {
  if (!expect.runs || expect.release === undefined || incident === undefined) return undefined;
  await home.release(incident.id, 'case');
  return (await home.report()).incidents[0];
}

/** The ways that the playbook went, to be held against all that it has. */
function findReached(home: Home, incident: IncidentReport, playbook: string): ReadonlySet<string> {
  const { executions } = home.engine.list({ stateMachineArn: machineArn(`playbook-${playbook}`) });
  const own = executions.filter(({ name }) => name.startsWith(`${incident.id}-r${incident.revision}-`));
  const traced = own.flatMap(({ executionArn }) => [...traceRun(readEvents(home.engine, executionArn))]);
  const rolledBack = incident.playbooks.some(({ id, status }) => id === playbook && status === 'rolled-back');
  return new Set([
    ...traced,
    ...incident.approvals
      .filter((approval) => approval.playbook === playbook)
      .flatMap(({ step, decision }) =>
        decision === null ? [] : [wayKey({ step: withoutIndices(step), way: ways[decision.decision] })],
      ),
    ...(rolledBack ? [wayKey({ step: wholePlaybook, way: ways.fails })] : []),
    ...findUndone(incident, playbook),
  ]);
}

const findUndone = (incident: IncidentReport, playbook: string): readonly string[] =>
  stepsWith('undone', incident, playbook).map((step) =>
    wayKey({ step: withoutIndices(step), way: ways.undone }),
  );
