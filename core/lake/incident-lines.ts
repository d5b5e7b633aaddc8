import { writeLine } from '../ingest/write-line.ts';
import type { Incident } from '../incident.ts';
import type { Incidents } from '../records/incidents.ts';
import { incidentRow } from './incident-row.ts';

type Listed = Pick<Incidents, 'newest'>;

const atOnce = 500;

/**
 * The table `incidents` as NDJSON, each incident once, some hundred lines at a time; in memory are the ids of those that
 * were told. An incident that something happens to meanwhile goes to the top of the listing, perhaps past where it is
 * read: so the newest are looked at once more.
 */
export async function* incidentLines(incidents: Listed): AsyncGenerator<string> {
  const told = new Set<string>();
  for await (const fresh of freshPages(incidents, told)) yield writeAll(fresh);
  for await (const fresh of freshPages(incidents, told)) {
    if (fresh.length === 0) return;
    yield writeAll(fresh);
  }
}

async function* freshPages({ newest }: Listed, told: Set<string>): AsyncGenerator<readonly Incident[]> {
  let beyond: string | null | undefined;
  while (beyond !== null) {
    // Each page names where the next begins.
    // oxlint-disable-next-line no-await-in-loop
    const page = await newest({ limit: atOnce, ...(beyond === undefined ? {} : { beyond }) });
    const fresh = page.items.filter(({ id }) => !told.has(id));
    for (const { id } of fresh) told.add(id);
    yield fresh;
    beyond = page.next;
  }
}

const writeAll = (incidents: readonly Incident[]): string =>
  incidents.map((incident) => writeLine(incidentRow(incident))).join('');
