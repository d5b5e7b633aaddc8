import { isDeepStrictEqual } from 'node:util';
import type { PlaybookCase, Released } from '../../core/playbook/case-schema.ts';
import type { ActionReport, IncidentReport } from '../report.ts';

/** A field in which a case came out otherwise than expected. */
export interface Difference {
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** What came of an incident as far as one playbook is concerned; null where it did not run. */
export function outcomeOf(incident: IncidentReport | undefined, playbook: string, steps: readonly string[]) {
  const run = incident?.playbooks.find(({ id }) => id === playbook);
  if (incident === undefined || run === undefined) return null;
  return {
    status: run.status,
    steps,
    actions: actionsOf(incident, playbook).map(({ step, target, status, verified }) => ({
      step,
      target: target?.id ?? '',
      status,
      verified,
    })),
    approvals: incident.approvals
      .filter((approval) => approval.playbook === playbook)
      .map(({ step, decision }) => ({ step, answer: answers.get(decision?.decision ?? '') ?? 'none' })),
  };
}

export type CaseOutcome = NonNullable<ReturnType<typeof outcomeOf>>;

const actionsOf = (incident: IncidentReport, playbook: string): readonly ActionReport[] =>
  incident.actions.filter((action) => action.playbook === playbook);

const answers = new Map([
  ['approved', 'approve'],
  ['rejected', 'reject'],
  ['expired', 'expire'],
]);

export function compareOutcome(
  expected: PlaybookCase['expect'],
  outcome: CaseOutcome | null,
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

interface BeforeAndAfter {
  readonly before: IncidentReport | undefined;
  readonly after: IncidentReport;
}

/** What a person's release undid of what stood applied before it, and what it left. */
export function releasedOf({ before, after }: BeforeAndAfter, playbook: string): Released {
  const applied = new Set(stepsWith('applied', before, playbook));
  return {
    undone: stepsWith('undone', after, playbook).filter((step) => applied.has(step)),
    left: stepsWith('applied', after, playbook),
  };
}

export function compareRelease(
  expected: PlaybookCase['expect'],
  got: Released | null,
): readonly Difference[] {
  if (!expected.runs || expected.release === undefined || got === null) return [];
  const { undone, left } = expected.release;
  return [
    ...compare('release/undone', inOrder(undone), inOrder(got.undone)),
    ...compare('release/left', inOrder(left), inOrder(got.left)),
  ];
}

export const stepsWith = (
  status: ActionReport['status'],
  incident: IncidentReport | undefined,
  playbook: string,
): string[] =>
  incident === undefined
    ? []
    : actionsOf(incident, playbook)
        .filter((action) => action.status === status)
        .map(({ step }) => step);

const inOrder = <T>(values: readonly T[]): readonly T[] =>
  values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

export const compare = (field: string, expected: unknown, got: unknown): readonly Difference[] =>
  isDeepStrictEqual(asJson(expected), asJson(got)) ? [] : [{ field, expected, got }];

/** Members that are undefined count as left out. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
