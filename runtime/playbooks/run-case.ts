import { isDeepStrictEqual } from 'node:util';
import { Config } from '../../core/config.ts';
import { createHome } from '../home/create-home.ts';
import type { Home } from '../home/home.ts';
import { readEvents } from '../home/engine-ports.ts';
import { machineArn } from '../home/place.ts';
import type { IncidentReport } from '../report.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';
import type { PlaybookLibrary } from './library.ts';
import type { LoadedCase } from './read-cases.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** What a case came to: the fields in which the outcome differs from what was expected. */
export interface CaseResult {
  readonly file: string;
  readonly title: string;
  readonly differences: readonly Difference[];
  /** Ids of the steps that ran, for coverage. */
  readonly steps: readonly string[];
}

export interface Difference {
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
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
  const home = await createHome({
    database: openDatabase(':memory:'),
    raw: createRawMemory(),
    clock,
    config: Config.parse({ mode: given.mode }),
    library,
    geo: nowhere,
    threatLists: [],
  });
  try {
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
    const refused = [...rejected, ...(ignored === undefined ? [] : [ignored])];
    const [incident] = (await home.report()).incidents;
    const steps = incident === undefined ? [] : findSteps(home, incident, playbook);
    const differences = [
      ...compare('event', [], refused),
      ...compareOutcome(given.expect, outcomeOf(incident, playbook, steps)),
    ];
    return { file: given.file, title: given.title, differences, steps };
  } finally {
    await home.close();
  }
}

function answerApprovals(home: Home, { expect }: LoadedCase): void {
  const answers = new Map(expect.runs ? expect.approvals.map(({ step, answer }) => [step, answer]) : []);
  home.onQuestion(({ id, step }) => {
    const answer = answers.get(step);
    if (answer === 'approve') void home.decide(id, { decision: 'approved', by: 'case' });
    if (answer === 'reject') void home.decide(id, { decision: 'rejected', by: 'case' });
  });
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

function outcomeOf(incident: IncidentReport | undefined, playbook: string, steps: readonly string[]) {
  const run = incident?.playbooks.find(({ id }) => id === playbook);
  if (incident === undefined || run === undefined) return null;
  return {
    status: run.status,
    steps,
    actions: incident.actions
      .filter((action) => action.playbook === playbook)
      .map(({ step, target, status, verified }) => ({ step, target: target?.id ?? '', status, verified })),
    approvals: incident.approvals
      .filter((approval) => approval.playbook === playbook)
      .map(({ step, decision }) => ({ step, answer: answers.get(decision?.decision ?? '') ?? 'none' })),
  };
}

const answers = new Map([
  ['approved', 'approve'],
  ['rejected', 'reject'],
  ['expired', 'expire'],
]);

function compareOutcome(
  expected: LoadedCase['expect'],
  outcome: ReturnType<typeof outcomeOf>,
): readonly Difference[] {
  if (!expected.runs || outcome === null) return compare('runs', expected.runs, outcome !== null);
  return [
    ...compare('status', expected.status, outcome.status),
    ...compare('steps', inOrder(expected.steps), inOrder(outcome.steps)),
    ...compare(
      'actions',
      inOrder(expected.actions.map((action) => ({ ...action, verified: action.verified ?? null }))),
      inOrder(outcome.actions),
    ),
    ...compare('approvals', inOrder(expected.approvals), inOrder(outcome.approvals)),
  ];
}

const inOrder = <T>(values: readonly T[]): readonly T[] =>
  values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const compare = (field: string, expected: unknown, got: unknown): readonly Difference[] =>
  isDeepStrictEqual(sortMembers(expected), sortMembers(got)) ? [] : [{ field, expected, got }];

const sortMembers = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
