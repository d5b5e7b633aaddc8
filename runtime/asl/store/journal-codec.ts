import type { Json } from '../../../core/json.ts';
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
  const shorten = shortenRepeated();
  return JSON.stringify(entries.map((entry) => encodeEntry(entry, shorten(entry.details))));
}

function encodeEntry(entry: JournalEntry, details: Details | undefined): Row {
  const { id, type, previous, at, thread, note } = entry;
  if (note) return [id, type, previous, at, thread, details ?? null, note];
  return details ? [id, type, previous, at, thread, details] : [id, type, previous, at, thread];
}

export function decodeEntries(text: string): readonly JournalEntry[] {
  const lengthen = lengthenRepeated();
  return (JSON.parse(text) as readonly Row[]).map(([id, type, previous, at, thread, details, note]) => ({
    id,
    type,
    previous,
    at,
    thread,
    details: lengthen(details ?? undefined),
    note,
  }));
}

/** Stands for the payload that the entry before told of: what leaves one state mostly enters the next. */
const AGAIN = true;

/** Payloads are texts, so that no other can be taken for the mark. */
function shortenRepeated(): (details: Details | undefined) => Details | undefined {
  let told: Json | undefined;
  return (details) => {
    const member = payloadMember(details);
    if (!member) return details;
    if (details?.[member] === told) return { ...details, [member]: AGAIN };
    told = details?.[member];
    return details;
  };
}

function lengthenRepeated(): (details: Details | undefined) => Details | undefined {
  let told: Json | undefined;
  return (details) => {
    const member = payloadMember(details);
    if (!member) return details;
    if (details?.[member] === AGAIN) return { ...details, [member]: told };
    told = details?.[member];
    return details;
  };
}

function payloadMember(details: Details | undefined): 'input' | 'output' | undefined {
  if (details?.['input'] !== undefined) return 'input';
  return details?.['output'] === undefined ? undefined : 'output';
}
