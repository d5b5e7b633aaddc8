import type { Details, JournalEntry, Note } from '../journal.ts';

type Row = [
  id: number,
  type: string,
  previous: number,
  at: number,
  thread: number,
  details?: Details | null,
  note?: Note,
];

/** One turn's entries as JSON text: arrays, for they are written often. */
export function encodeEntries(entries: readonly JournalEntry[]): string {
  return JSON.stringify(entries.map(encodeEntry));
}

function encodeEntry(entry: JournalEntry): Row {
  const { id, type, previous, at, thread, details, note } = entry;
  if (note) return [id, type, previous, at, thread, details ?? null, note];
  return details ? [id, type, previous, at, thread, details] : [id, type, previous, at, thread];
}

export function decodeEntries(text: string): readonly JournalEntry[] {
  return (JSON.parse(text) as readonly Row[]).map(([id, type, previous, at, thread, details, note]) => ({
    id,
    type,
    previous,
    at,
    thread,
    details: details ?? undefined,
    note,
  }));
}
