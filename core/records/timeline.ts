import * as z from 'zod';
import { Busy } from '../errors.ts';
import { canonicalJson, JsonRecord, type JsonObject } from '../json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Table } from '../ports/table.ts';
import { eachItem, partitionOf, readAll } from './record.ts';
import { createMemory, type Told } from './timeline-memory.ts';

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
  /** The last lines, in their order. */
  listLast(incident: string, most: number): Promise<readonly TimelineEntry[]>;
}

/** What stands before the first entry. */
export const genesis = 'genesis';

const prefix = 'TIME#';
const linesOf = (incident: string) => ({ pk: partitionOf(incident), prefix });
const sortKey = (sequence: number): string => `${prefix}${String(sequence).padStart(8, '0')}`;
const maxRaces = 1000;
/** Lines that are remembered, of all incidents together: some 20 MB of keys. */
const mostKeys = 100_000;

/** The hash of an entry: over everything in it but itself. */
export function hashEntry(entry: Omit<TimelineEntry, 'hash'>, digest: Digest): string {
  const { sequence, at, key, kind, data, previous } = entry;
  return digest(canonicalJson({ sequence, at, key, kind, data, previous }));
}

export function createTimeline(table: Table, clock: Clock, digest: Digest): Timeline {
  const memory = createMemory(mostKeys);
  /** The entries after this one, in their order. Read from the end: mostly there are few. */
  const readSince = async (incident: string, head: TimelineEntry): Promise<TimelineEntry[]> => {
    const entries: TimelineEntry[] = [];
    for await (const item of eachItem(table, { ...linesOf(incident), descending: true, limit: 20 })) {
      const entry = TimelineEntry.parse(item.data);
      if (entry.sequence <= head.sequence) break;
      entries.unshift(entry);
    }
    return entries;
  };
  const list = (incident: string): Promise<TimelineEntry[]> =>
    readAll(TimelineEntry, eachItem(table, linesOf(incident)));
  /** Learns the lines that others wrote, or all of them where nothing is remembered. */
  const learn = async (incident: string): Promise<Told> => {
    const head = memory.of(incident)?.head;
    return memory.learn(incident, await (head ? readSince(incident, head) : list(incident)));
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
      let told = memory.of(incident) ?? (await learn(incident));
      for (let race = 0; race < maxRaces; race++) {
        // Lines are never taken out: all that were told up to the head are known, and what came since stands in the
        // place that this line would take.
        if (told.keys.has(entry.key)) return;
        const line = next(entry, told.head);
        const item = { pk: partitionOf(incident), sk: sortKey(line.sequence), data: { ...line } };
        // oxlint-disable-next-line no-await-in-loop
        if (await table.put(item, 'absent')) return void memory.learn(incident, [line]);
        // oxlint-disable-next-line no-await-in-loop
        told = await learn(incident);
      }
      throw new Busy(`the timeline of ${incident} is written by too many at once; try again`);
    },
    list,
    async listLast(incident, most) {
      const entries: TimelineEntry[] = [];
      for await (const { data } of eachItem(table, { ...linesOf(incident), descending: true })) {
        if (entries.length === most) break;
        entries.push(TimelineEntry.parse(data));
      }
      return entries.toReversed();
    },
  };
}
