import { Config } from '../../core/config.ts';
import { createSimulatedHome } from '../home/create-simulated-home.ts';
import { readEvents } from '../home/engine-ports.ts';
import type { Home } from '../home/home.ts';
import { machineArn } from '../home/place.ts';
import type { IncidentReport } from '../report.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';
import {
  compare,
  compareOutcome,
  compareReleased,
  type Difference,
  outcomeOf,
  releasedOf,
} from './case-outcome.ts';
import { createFailures } from './fail-steps.ts';
import type { PlaybookLibrary } from './library.ts';
import type { LoadedCase } from './read-cases.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** What a case came to: the fields in which the outcome differs from what was expected. */
export interface CaseResult {
  readonly file: string;
  readonly title: string;
  readonly differences: readonly Difference[];
  /** Ids of the steps that ran, for coverage. */
  readonly steps: readonly string[];
}

const start = Date.UTC(2026, 0, 1);
const nowhere = { country: () => null };

/** Takes the case's event through the whole workflow, with this playbook alone, on a fresh simulated account. */
export async function runCase(
  library: PlaybookLibrary,
  playbook: string,
  given: LoadedCase,
): Promise<CaseResult> {
  const clock = createVirtualClock(start);
  const home = await createSimulatedHome({
    database: openDatabase(':memory:'),
    raw: createRawMemory(),
    clock,
    config: Config.parse({ mode: given.mode }),
    library,
    geo: nowhere,
    threatLists: [],
    beforeTask: createFailures(playbook, given.given?.fail ?? []),
  });
  try {
    const refused = await play(home, clock, given);
    const [incident] = (await home.report()).incidents;
    const steps = incident === undefined ? [] : findSteps(home, incident, playbook);
    const differences = [
      ...compare('event', [], refused),
      ...compareOutcome(given.expect, outcomeOf(incident, playbook, steps)),
      ...(await release(home, incident, playbook, given)),
    ];
    return { file: given.file, title: given.title, differences, steps };
  } finally {
    await home.close();
  }
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
  return [...rejected, ...(ignored === undefined ? [] : [ignored])];
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
  playbook: string,
  { expect }: LoadedCase,
): Promise<readonly Difference[]> {
  if (!expect.runs || expect.release === undefined || incident === undefined) return [];
  await home.release(incident.id, 'case');
  const [after] = (await home.report()).incidents;
  return compareReleased(expect.release, releasedOf(incident, after, playbook));
}

/** A step ran when a state of it was entered that does more than to look whether it is due. */
const onlyLooks = new Set(['When', 'Mode']);
/** Branches of a step have states of their own, such as `buckets[]: Start`. */
const stepId = /^\w+$/;

function findSteps(home: Home, { id, revision }: IncidentReport, playbook: string): readonly string[] {
  const stateMachineArn = machineArn(`playbook-${playbook}`);
  const { executions } = home.engine.list({ stateMachineArn });
  const found = executions.filter(({ name }) => name.startsWith(`${id}-r${revision}-`));
  const events = found.flatMap(({ executionArn }) => readEvents(home.engine, executionArn));
  const states = events.flatMap(({ type, stateEnteredEventDetails: details }) =>
    type.endsWith('StateEntered') && typeof details?.['name'] === 'string'
      ? [details['name'].split(': ')]
      : [],
  );
  return [
    ...new Set(
      states.flatMap(([step, state]) =>
        step && state && stepId.test(step) && !onlyLooks.has(state) ? [step] : [],
      ),
    ),
  ];
}
