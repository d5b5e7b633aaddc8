import * as z from 'zod';
import { Busy } from '../errors.ts';
import { canonicalJson, JsonRecord, type JsonObject } from '../json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Table } from '../ports/table.ts';
import { eachItem, partitionOf, readAll } from './record.ts';

/** One line of an incident's audit. `hash` covers the line and the hash before it. */
export const TimelineEntry = z.object({
  sequence: z.number().int().min(1),
  at: z.iso.datetime(),
  /** Says which happening this is: the same key is told once. */
  key: z.string(),
  /** `finding.opened`, `action.applied`, `guardrail.denied`, … */
  kind: z.string(),
  data: JsonRecord,
  previous: z.string(),
  hash: z.string(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export interface NewTimelineEntry {
  readonly key: string;
  readonly kind: string;
  readonly data: JsonObject;
}

export interface Timeline {
  /** Safe to repeat: an entry whose key is there already is not written again. */
  append(incident: string, entry: NewTimelineEntry): Promise<void>;
  list(incident: string): Promise<readonly TimelineEntry[]>;
}

/** What stands before the first entry. */
export const genesis = 'genesis';

const prefix = 'TIME#';
const linesOf = (incident: string) => ({ pk: partitionOf(incident), prefix });
const sortKey = (sequence: number): string => `${prefix}${String(sequence).padStart(8, '0')}`;
const maxRaces = 1000;
/** Incidents whose last line is remembered. */
const mostHeads = 1000;

/** The hash of an entry: over everything in it but itself. */
export function hashEntry(entry: Omit<TimelineEntry, 'hash'>, digest: Digest): string {
  const { sequence, at, key, kind, data, previous } = entry;
  return digest(canonicalJson({ sequence, at, key, kind, data, previous }));
}

export function createTimeline(table: Table, clock: Clock, digest: Digest): Timeline {
  /** The entries after this one, in their order. Read from the end: mostly there are few. */
  const readSince = async (incident: string, head: TimelineEntry | undefined): Promise<TimelineEntry[]> => {
    const entries: TimelineEntry[] = [];
    for await (const item of eachItem(table, { ...linesOf(incident), descending: true, limit: 20 })) {
      const entry = TimelineEntry.parse(item.data);
      if (entry.sequence <= (head?.sequence ?? 0)) break;
      entries.unshift(entry);
    }
    return entries;
  };
  const readHead = async (incident: string): Promise<TimelineEntry | undefined> => {
    const { items } = await table.query({ ...linesOf(incident), descending: true, limit: 1 });
    return items.map(({ data }) => TimelineEntry.parse(data))[0];
  };
  // Lines are never taken out, so that a head once seen is at worst an old one: then its place is taken, and
  // what came since is read. It saves a read for nearly every line.
  const heads = new Map<string, TimelineEntry>();
  const remember = (incident: string, line: TimelineEntry): void => {
    heads.delete(incident);
    heads.set(incident, line);
    const [oldest] = heads.keys();
    if (heads.size > mostHeads && oldest !== undefined) heads.delete(oldest);
  };
  const next = (entry: NewTimelineEntry, head: TimelineEntry | undefined): TimelineEntry => {
    const draft = {
      sequence: (head?.sequence ?? 0) + 1,
      at: new Date(clock.now()).toISOString(),
      ...entry,
      previous: head?.hash ?? genesis,
    };
    return { ...draft, hash: hashEntry(draft, digest) };
  };

  return {
    async append(incident, entry) {
      const marker = { pk: partitionOf(incident), sk: `TOLD#${entry.key}`, data: {} };
      let head = heads.get(incident) ?? (await readHead(incident));
      // Nobody writes the line before the marker stands: who sets it need only look at what came after this head. A
      // marker that was there before may stand for a line long written, or for one that never was.
      const fresh = await table.put(marker, 'absent');
      let news = fresh ? [] : await readSince(incident, undefined);
      for (let race = 0; race < maxRaces; race++) {
        if (news.some(({ key }) => key === entry.key)) return;
        head = news.at(-1) ?? head;
        const line = next(entry, head);
        const item = { pk: partitionOf(incident), sk: sortKey(line.sequence), data: { ...line } };
        // oxlint-disable-next-line no-await-in-loop
        if (await table.put(item, 'absent')) return remember(incident, line);
        // oxlint-disable-next-line no-await-in-loop
        news = await readSince(incident, head);
      }
      throw new Busy(`the timeline of ${incident} is written by too many at once; try again`);
    },
    list: (incident) => readAll(TimelineEntry, eachItem(table, linesOf(incident))),
  };
}
