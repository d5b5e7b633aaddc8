import type { Details, JournalEntry } from './journal.ts';

/** One event as GetExecutionHistory gives it; `previousEventId` 0 is the start. */
export interface HistoryEvent {
  readonly timestamp: Date;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  /** `stateEnteredEventDetails` and so on: one at most. */
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>> | undefined;
}

/** Members that hold a payload and are followed by a member that says whether it was cut. */
const CUTTABLE: ReadonlySet<string> = new Set(['input', 'output', 'assignedVariables']);

/** Task tokens open doors: a history shows that there was one, and no more. */
const TOKEN = /tqt_[\w-]{32,}/g;
const HIDDEN_TOKEN = 'tqt_hidden';

/** Renders a journal's events; notes are left out. */
export function renderEvent(entry: JournalEntry): HistoryEvent {
  const event: Record<string, unknown> = {
    timestamp: new Date(entry.at),
    type: entry.type,
    id: entry.id,
    previousEventId: entry.previous,
  };
  const name = detailsNameOf(entry.type);
  if (entry.details && name) event[name] = renderDetails(entry.type, entry.details);
  return event as unknown as HistoryEvent;
}

function detailsNameOf(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

function renderDetails(type: string, details: Details): Readonly<Record<string, unknown>> {
  const rendered: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(details)) {
    if (value === undefined) continue;
    rendered[member] = typeof value === 'string' ? hideTokens(value) : value;
    if (CUTTABLE.has(member) && type !== 'TaskScheduled') rendered[`${member}Details`] = { truncated: false };
  }
  return rendered;
}

export const hideTokens = (text: string): string =>
  text.includes('tqt_') ? text.replaceAll(TOKEN, HIDDEN_TOKEN) : text;
