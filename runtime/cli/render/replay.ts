import type { Replay, Replayed } from '../../replay/replay-findings.ts';
import type { Terminal } from '../terminal.ts';
import { fit } from './fit.ts';
import { paintStatus } from './status.ts';
import { renderTable } from './table.ts';

interface ReplaySummary {
  readonly playbook: string;
  readonly since: string;
  /** Findings of the time; of those the trigger took; of those it could not be said. */
  readonly looked: number;
  readonly replayed: number;
  readonly failed: number;
  /** Questions to people. */
  readonly approvals: number;
  /** How the playbook would have ended, and how often. */
  readonly statuses: Readonly<Record<string, number>>;
  /** By action, and then by what would have become of it. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The guardrails that would have said no, and how often. */
  readonly guardrails: Readonly<Record<string, number>>;
}

export function summariseReplay(given: Replay & Pick<ReplaySummary, 'playbook' | 'since'>): ReplaySummary {
  const { playbook, since, looked, replayed } = given;
  const outcomes = replayed.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  const actions = outcomes.flatMap((outcome) => outcome.actions);
  const byAction = Object.groupBy(actions, ({ action }) => action);
  return {
    playbook,
    since,
    looked,
    replayed: replayed.length,
    failed: replayed.length - outcomes.length,
    approvals: outcomes.reduce((sum, { approvals }) => sum + approvals.length, 0),
    statuses: countEach(outcomes.map(({ status }) => status)),
    actions: Object.fromEntries(
      Object.entries(byAction)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([action, own = []]) => [action, countEach(own.map(({ status }) => status))]),
    ),
    guardrails: countEach(actions.flatMap(({ rule }) => (rule === null ? [] : [rule]))),
  };
}

function countEach(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names.toSorted()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** The findings, newest first, and below what they come to. */
export function renderReplay(
  terminal: Terminal,
  summary: ReplaySummary,
  replayed: readonly Replayed[],
): string {
  return [
    ...(replayed.length === 0 ? [] : [renderFindings(terminal, replayed)]),
    ...renderActions(terminal, summary),
    conclude(terminal, summary),
  ].join('\n\n');
}

function renderFindings(terminal: Terminal, replayed: readonly Replayed[]): string {
  return replayed
    .map(({ finding, incident, outcome, problem }) => {
      const { createdAt, type, account } = finding;
      const head = `${createdAt.slice(0, 16).replace('T', ' ')}  ${incident}  ${account}`;
      const ended =
        outcome === null ? paintStatus(terminal, 'failed') : paintStatus(terminal, outcome.status);
      return [
        `${head}  ${ended}`,
        `  ${terminal.paint('dim', fit(terminal, type, 2))}`,
        ...(outcome === null ? [`  ${problem}`] : renderOutcome(terminal, outcome)),
      ].join('\n');
    })
    .join('\n');
}

function renderOutcome(
  terminal: Terminal,
  { actions, approvals }: NonNullable<Replayed['outcome']>,
): readonly string[] {
  const lines = actions.map(({ action, target, status, rule, reason }) => {
    const why = rule === null ? '' : ` (${rule}: ${reason ?? ''})`;
    const told = fit(terminal, `${action} ${target?.id ?? ''}${why}`, 4 + status.length);
    return `  ${paintStatus(terminal, status)}  ${told}`;
  });
  return approvals.length === 0 ? lines : [...lines, `  asked for: ${approvals.join(', ')}`];
}

const head = ['ACTION', 'WOULD APPLY', 'PLAN ONLY', 'DENIED', 'FAILED'];

function renderActions(terminal: Terminal, { actions }: ReplaySummary): readonly string[] {
  const rows = Object.entries(actions).map(([action, counts]) => [
    action,
    ...['applied', 'planned', 'denied', 'failed'].map((status) => String(counts[status] ?? 0)),
  ]);
  return rows.length === 0 ? [] : [renderTable(terminal, head, rows)];
}

function conclude({ paint }: Terminal, summary: ReplaySummary): string {
  const { playbook, since, looked, replayed, failed, approvals, guardrails } = summary;
  const denied = Object.entries(guardrails).map(([rule, count]) => `${rule} ${count}`);
  const lines = [
    paint(
      'bold',
      `${playbook} would have run for ${replayed} of ${looked} findings since ${since.slice(0, 16)}Z.`,
    ),
    `People would have been asked ${approvals} ${approvals === 1 ? 'time' : 'times'}.`,
    denied.length === 0
      ? 'No guardrail would have said no.'
      : `Guardrails that say no: ${denied.join(', ')}.`,
    ...(failed === 0 ? [] : [paint('red', `Of ${failed} it cannot be said.`)]),
  ];
  return lines.join('\n');
}
