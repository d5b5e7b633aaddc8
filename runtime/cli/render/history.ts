import type { HistoryEvent } from '../../asl/index.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';

/** The events as a table: when, after which event, what, in which state, and how it failed. */
export function renderHistory(terminal: Terminal, events: readonly HistoryEvent[]): string {
  const first = events[0]?.timestamp.getTime() ?? 0;
  const rows = events.map((event) => [
    String(event.id),
    String(event.previousEventId),
    `+${event.timestamp.getTime() - first} ms`,
    event.type.includes('Failed') || event.type.includes('TimedOut')
      ? terminal.paint('red', event.type)
      : event.type,
    describe(event),
  ]);
  return renderTable(terminal, ['ID', 'AFTER', 'TIME', 'EVENT', 'WHAT'], rows);
}

/** The states in the order in which they were entered, and how long each took: the story without the details. */
export function renderStates(terminal: Terminal, events: readonly HistoryEvent[]): string {
  const first = events[0]?.timestamp.getTime() ?? 0;
  const open = new Map<string, { readonly row: string[]; readonly since: number }>();
  const rows: string[][] = [];
  for (const event of events) {
    const at = event.timestamp.getTime();
    const name = describe(event);
    if (event.type.endsWith('StateEntered')) {
      const row = [`+${at - first} ms`, event.type.replace('StateEntered', ''), name, 'not left'];
      open.set(name, { row, since: at });
      rows.push(row);
    } else if (event.type.endsWith('StateExited')) {
      const entered = open.get(name);
      if (entered !== undefined) entered.row[3] = `${at - entered.since} ms`;
    }
  }
  return renderTable(terminal, ['ENTERED', 'KIND', 'STATE', 'TOOK'], rows);
}

/** The one member that carries the event's details, such as `taskFailedEventDetails`. */
function describe(event: HistoryEvent): string {
  const details = Object.entries(event).find(([key]) => key.endsWith('EventDetails'))?.[1] as
    | Readonly<Record<string, unknown>>
    | undefined;
  if (details === undefined) return '';
  const { name, resource, error, cause } = details;
  return [name, resource, error, typeof cause === 'string' ? cause.slice(0, 120) : undefined]
    .filter((part) => typeof part === 'string' && part !== '')
    .join('  ');
}
