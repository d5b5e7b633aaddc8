import type { Report } from '../../report.ts';
import type { Terminal } from '../terminal.ts';
import { renderIncident } from './incident.ts';
import { renderIncidents } from './incidents.ts';

/** More incidents than this are listed, a line each. */
const maxTold = 10;

/** The outcome of a run: its incidents, oldest first, then one line of totals. */
export function renderReport(terminal: Terminal, report: Report): string {
  const incidents = report.incidents.toSorted((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1));
  const told =
    incidents.length > maxTold
      ? [renderIncidents(terminal, incidents)]
      : incidents.map((incident) =>
          renderIncident(terminal, incident, incidents.length > 1 ? 'brief' : 'full'),
        );
  return [...told, summarise(terminal, report)].join('\n\n');
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function summarise({ paint }: Terminal, report: Report): string {
  const { findings, incidents, executions, deadLetters, notifications } = report;
  const statuses = [...new Set(incidents.map(({ status }) => status))].map(
    (status) => `${incidents.filter((incident) => incident.status === status).length} ${status}`,
  );
  return paint(
    'bold',
    [
      count(findings.length, 'finding'),
      `${count(incidents.length, 'incident')}${statuses.length === 0 ? '' : ` (${statuses.join(', ')})`}`,
      count(executions.length, 'execution'),
      count(notifications.length, 'message'),
      count(deadLetters.length, 'dead letter'),
    ].join(', '),
  );
}
