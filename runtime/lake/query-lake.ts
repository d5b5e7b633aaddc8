import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidentLines } from '../../core/lake/incident-lines.ts';
import { incidentTable } from '../../core/lake/incident-row.ts';
import { namesTable, requireQuery } from '../../core/lake/sql-text.ts';
import type { Answer, Queries, QueryBounds } from '../../core/ports/queries.ts';
import type { Incidents } from '../../core/records/incidents.ts';
import type { LakePart } from './lake-part.ts';
import type { Manifest } from './manifest.ts';
import { takeSnapshot } from './lake-snapshot.ts';
import type { DuckdbLimits } from './open-duckdb.ts';
import { queryInChild } from './query-in-child.ts';
import type { RunQuery } from './run-query.ts';

interface LakeQueriesConfig {
  readonly manifest: Pick<Manifest, 'list'>;
  readonly folder: string;
  readonly incidents: Pick<Incidents, 'newest'>;
  readonly limits?: DuckdbLimits;
  /** @default in a process of its own, which is ended when its time is over */
  readonly run?: RunQuery;
}

/** How often a part may be sealed, or forgotten, between looking what is there and reading it. */
const mostTries = 5;

/** The embedded adapter of the Queries port; also while another process works on the lake. */
export function createLakeQueries(config: LakeQueriesConfig): Queries {
  return {
    async ask(sql, bounds) {
      const query = requireQuery(sql);
      for (let tries = 1; ; tries++) {
        const parts = config.manifest.list();
        // oxlint-disable-next-line no-await-in-loop
        const answer = await askOnce(config, { query, parts }, bounds).catch((error: Error) => {
          if (tries === mostTries || !haveMoved(parts, config.manifest.list())) throw error;
          return null;
        });
        if (answer !== null) return answer;
      }
    },
  };
}

/** Whether files that were there then may be gone: whatever is said of a query, it is to be asked once more. */
function haveMoved(before: readonly LakePart[], now: readonly LakePart[]): boolean {
  const states = new Map(now.map(({ id, state }) => [id, state]));
  return before.some(({ id, state }) => states.get(id) !== state);
}

interface Asked {
  readonly query: string;
  readonly parts: readonly LakePart[];
}

async function askOnce(
  { folder, incidents, limits = {}, run = queryInChild }: LakeQueriesConfig,
  { query, parts }: Asked,
  bounds: QueryBounds,
): Promise<Answer> {
  const scratch = await mkdtemp(join(tmpdir(), 'tourniquet-query-'));
  try {
    const snapshot = await takeSnapshot(parts, folder, scratch);
    const table = namesTable(query, incidentTable) ? await writeIncidents(incidents, scratch) : null;
    return await run({ snapshot, incidents: table, scratch, limits, query, bounds });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeIncidents(incidents: Pick<Incidents, 'newest'>, scratch: string): Promise<string> {
  const file = join(scratch, 'incidents.ndjson');
  await writeFile(file, incidentLines(incidents));
  return file;
}
