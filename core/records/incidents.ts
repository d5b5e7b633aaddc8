import * as z from 'zod';
import { Incident, wantedRevision } from '../incident.ts';
import type { NewItem, Table } from '../ports/table.ts';
import { createListing, type ReadSlice } from './listing.ts';
import {
  createRecords,
  eachIndexed,
  eachItem,
  parseOnce,
  partitionOf,
  readAll,
  type Reader,
  type Records,
} from './record.ts';

/** One time that a finding was told, by one route. */
const Occurrence = z.object({
  /** See `occurrenceId`. */
  id: z.string(),
  finding: z.string(),
  /** The wire format: the same finding comes by GuardDuty's own events and through Security Hub. */
  route: z.string(),
  at: z.iso.datetime(),
});
type Occurrence = z.infer<typeof Occurrence>;

export interface Incidents extends Records<Incident, string> {
  hasOccurrence(incident: string, occurrence: string): Promise<boolean>;
  getOccurrence(incident: string, occurrence: string): Promise<Occurrence | null>;
  /** Safe to repeat. */
  addOccurrence(incident: string, occurrence: Occurrence): Promise<void>;
  /**
   * How often the incident's findings were told. A second route only repeats what the first says, so each
   * finding counts by its busiest route.
   * @param most where counting may end. @default never
   */
  countOccurrences(incident: string, most?: number): Promise<number>;
  /** Newest activity first. */
  list(): Promise<readonly Incident[]>;
  /** The same, a part at a time. */
  readonly newest: ReadSlice<Incident>;
  /** Those whose alert or response is still due, oldest first: the sweeper's work. */
  listBehind(): Promise<readonly Incident[]>;
}

export const isBehind = (incident: Incident): boolean =>
  Math.min(incident.alerted, incident.started) < wantedRevision(incident);

const listing = 'INCIDENTS';

const placed = (incident: Incident): Pick<NewItem, 'gsi1' | 'gsi2'> => ({
  gsi1: { pk: listing, sk: `${incident.lastSeen}#${incident.id}` },
  ...(isBehind(incident) ? { gsi2: { pk: 'BEHIND', sk: `${incident.firstSeen}#${incident.id}` } } : {}),
});

/** For who reads no other record, and writes none. */
export const createNewestIncidents = (
  table: Pick<Table, 'queryIndex'>,
  read: Reader<Incident> = parseOnce(Incident),
): ReadSlice<Incident> => createListing(table, { index: 'gsi1', partitions: [listing], read });

export function createIncidents(table: Table): Incidents {
  const records = createRecords<Incident, string>(table, {
    schema: Incident,
    keyOf: (id) => ({ pk: partitionOf(id), sk: 'META' }),
    placed,
  });
  return {
    ...records,
    hasOccurrence: async (incident, occurrence) =>
      (await table.get({ pk: partitionOf(incident), sk: `OCC#${occurrence}` })) !== null,
    async getOccurrence(incident, occurrence) {
      const item = await table.get({ pk: partitionOf(incident), sk: `OCC#${occurrence}` });
      return item === null ? null : Occurrence.parse(item.data);
    },
    async addOccurrence(incident, occurrence) {
      await table.put({ pk: partitionOf(incident), sk: `OCC#${occurrence.id}`, data: occurrence }, 'absent');
    },
    async countOccurrences(incident, most = Number.POSITIVE_INFINITY) {
      const routes = new Map<string, Map<string, number>>();
      let read = 0;
      for await (const { data } of eachItem(table, { pk: partitionOf(incident), prefix: 'OCC#' })) {
        if (++read > most) break;
        const { finding, route } = Occurrence.parse(data);
        const counts = routes.get(finding) ?? new Map<string, number>();
        routes.set(finding, counts.set(route, (counts.get(route) ?? 0) + 1));
      }
      return [...routes.values()].reduce((sum, counts) => sum + Math.max(...counts.values()), 0);
    },
    list: async () => (await readAll(Incident, eachIndexed(table, 'gsi1', listing))).toReversed(),
    newest: createNewestIncidents(table, records.read),
    listBehind: () => readAll(Incident, eachIndexed(table, 'gsi2', 'BEHIND')),
  };
}
