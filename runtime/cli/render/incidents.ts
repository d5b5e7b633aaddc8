import type { IncidentReport } from '../../report.ts';
import type { Terminal } from '../terminal.ts';
import { paintStatus } from './status.ts';
import { renderTable } from './table.ts';

const head = ['INCIDENT', 'STATUS', 'RISK', 'SEEN', 'RESOURCE', 'ACCOUNT', 'LAST SEEN (UTC)', 'TYPE'];

/** A line an incident. */
export function renderIncidents(terminal: Terminal, incidents: readonly IncidentReport[]): string {
  const rows = incidents.map(({ id, status, risk, occurrences, resource, account, type, lastSeen }) => [
    id,
    paintStatus(terminal, status),
    `${risk.score} ${paintStatus(terminal, risk.level)}`,
    String(occurrences),
    resource.id,
    account,
    lastSeen.slice(0, 19).replace('T', ' '),
    type,
  ]);
  return renderTable(terminal, head, rows);
}
