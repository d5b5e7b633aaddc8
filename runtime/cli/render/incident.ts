import type { ActionReport, ApprovalReport, IncidentReport } from '../../report.ts';
import { oneLine } from '../safe-text.ts';
import type { Terminal } from '../terminal.ts';
import { renderChange } from './plan.ts';
import { paintStatus } from './status.ts';
import { renderTimeline } from './timeline.ts';

/** `brief` leaves out what one needs for a decision and not for a look: factors, other resources, limits. */
type Detail = 'brief' | 'full';

const margin = '    ';
const indent = (lines: readonly string[], by: string): string[] => lines.map((line) => by + line);

const section = ({ paint }: Terminal, title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${paint('bold', title)}`, ...indent(lines, margin)];

/** One incident, for reading. */
export function renderIncident(
  terminal: Terminal,
  incident: IncidentReport,
  detail: Detail = 'full',
): string {
  const { risk, playbooks, actions, approvals, timeline } = incident;
  const factors = detail === 'brief' ? [] : risk.factors;
  return [
    ...renderHead(terminal, incident),
    ...section(
      terminal,
      'Why this score',
      factors.map(({ name, points, reason }) => `${String(points).padStart(4)}  ${name}: ${reason}`),
    ),
    ...section(
      terminal,
      'Playbooks',
      playbooks.map(({ id, mode, status }) => `${id} (${mode}): ${paintStatus(terminal, status)}`),
    ),
    ...section(
      terminal,
      'Actions',
      actions.flatMap((action) => renderAction(terminal, action, detail)),
    ),
    ...section(
      terminal,
      'Approvals',
      approvals.map((approval) => renderApproval(terminal, approval)),
    ),
    ...section(terminal, 'Timeline', renderTimeline(terminal, timeline, margin.length)),
  ].join('\n');
}

function renderHead(terminal: Terminal, incident: IncidentReport): string[] {
  const { id, status, reason, title, type, account, region, resource, severity, risk, occurrences } =
    incident;
  const times = occurrences === 1 ? 'once' : `${occurrences} times`;
  return [
    `${terminal.paint('bold', id)}  ${paintStatus(terminal, status)}${reason === null ? '' : ` (${reason})`}`,
    `  ${oneLine(title)}`,
    `  ${type}, ${severity.label}, risk ${risk.score} (${paintStatus(terminal, risk.level)})`,
    `  ${resource.kind} ${resource.id}, account ${account}, ${region}, seen ${times}`,
  ];
}

function renderAction(terminal: Terminal, action: ActionReport, detail: Detail): string[] {
  const { plan, status, verified, rule, reason, target } = action;
  const verdict = verified === null ? '' : `, verified ${paintStatus(terminal, verified)}`;
  const why = [rule, reason].filter((part) => part !== null).join(': ');
  const subject = target === null ? action.action : `${action.action} ${target.id}`;
  const head = `${subject}: ${paintStatus(terminal, status)}${verdict}${why === '' ? '' : ` (${why})`}`;
  if (plan === null) return [head];
  const changes = renderChange(terminal, plan);
  if (detail === 'brief') return [head, ...indent(changes, '  ')];
  const { affected, limits } = plan.blastRadius;
  return [
    head,
    ...indent(changes, '  '),
    ...affected.map(({ kind, id, why: how }) => `  also felt by ${kind} ${id}: ${how}`),
    ...limits.map((limit) => `  ${terminal.paint('yellow', `not stopped: ${limit}`)}`),
  ];
}

function renderApproval(terminal: Terminal, { id, step, decision }: ApprovalReport): string {
  if (decision === null) return `${id} ${step}: waiting`;
  const why = decision.reason === undefined ? '' : ` (${decision.reason})`;
  return `${id} ${step}: ${paintStatus(terminal, decision.decision)} by ${decision.by}${why}`;
}
