import type { ActionReport, IncidentReport } from '../../report.ts';
import type { Terminal } from '../terminal.ts';
import { renderChange } from './plan.ts';
import { paintStatus } from './status.ts';
import { renderTimeline } from './timeline.ts';

const indent = (lines: readonly string[], by = '    '): string[] => lines.map((line) => by + line);

const section = ({ paint }: Terminal, title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${paint('bold', title)}`, ...indent(lines)];

function renderAction(terminal: Terminal, action: ActionReport): string[] {
  const { plan, status, verified, rule, reason, target } = action;
  const verdict = verified === null ? '' : `, verified ${paintStatus(terminal, verified)}`;
  const why = [rule, reason].filter((part) => part !== null).join(': ');
  const head = `${action.action} ${target?.id ?? ''}: ${paintStatus(terminal, status)}${verdict}${why === '' ? '' : ` (${why})`}`;
  if (plan === null) return [head];
  const limits = plan.blastRadius.limits.map((limit) => terminal.paint('yellow', `not stopped: ${limit}`));
  const affected = plan.blastRadius.affected.map(
    ({ kind, id, why: how }) => `also felt by ${kind} ${id}: ${how}`,
  );
  return [head, ...indent([...renderChange(terminal, plan), ...affected, ...limits], '  ')];
}

/** Everything about one incident, for reading. */
export function renderIncident(terminal: Terminal, incident: IncidentReport): string {
  const { paint } = terminal;
  const { id, status, reason, title, type, account, region, resource, severity, risk, occurrences } =
    incident;
  const times = occurrences === 1 ? 'once' : `${occurrences} times`;
  const lines = [
    `${paint('bold', id)}  ${paintStatus(terminal, status)}${reason === null ? '' : ` (${reason})`}`,
    `  ${title}`,
    `  ${type}, ${severity.label}, risk ${risk.score} (${paintStatus(terminal, risk.level)})`,
    `  ${resource.kind} ${resource.id}, account ${account}, ${region}, seen ${times}`,
    ...section(
      terminal,
      'Why this score',
      risk.factors.map(({ name, points, reason: why }) => `${String(points).padStart(4)}  ${name}: ${why}`),
    ),
    ...section(
      terminal,
      'Playbooks',
      incident.playbooks.map((run) => `${run.id} (${run.mode}): ${paintStatus(terminal, run.status)}`),
    ),
    ...section(
      terminal,
      'Actions',
      incident.actions.flatMap((action) => renderAction(terminal, action)),
    ),
    ...section(
      terminal,
      'Approvals',
      incident.approvals.map(
        ({ id: approval, step, decision }) =>
          `${approval} ${step}: ${decision === null ? 'waiting' : `${paintStatus(terminal, decision.decision)} by ${decision.by}`}`,
      ),
    ),
    ...section(terminal, 'Timeline', renderTimeline(terminal, incident.timeline)),
  ];
  return lines.join('\n');
}
