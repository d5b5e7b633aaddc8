import { createSystemClock } from '../asl/index.ts';
import type { Queries } from '../../core/ports/queries.ts';
import type { AccountKind } from '../store/account-kind.ts';
import { loadConfig } from './load-config.ts';
import { openStore } from './open-store.ts';

interface QueriesChoice {
  readonly account: AccountKind;
  readonly db?: string;
  readonly config?: string;
}

interface OpenQueries {
  readonly queries: Queries;
  readonly close: () => void;
}

/** DuckDB and the AWS SDK are loaded only now, each where it is asked. */
export const openQueries = async ({ account, db, config }: QueriesChoice): Promise<OpenQueries> =>
  account === 'aws' ? await openAthena(config ?? null) : await openLake(db ?? '');

async function openLake(file: string): Promise<OpenQueries> {
  const { createLakeQueries } = await import('../lake/query-lake.ts');
  const { lakeFolder } = await import('../lake/lake-part.ts');
  const { createManifest } = await import('../lake/manifest.ts');
  const { database, stores, close } = openStore(file);
  const manifest = createManifest(database);
  const queries = createLakeQueries({ manifest, folder: lakeFolder(file), incidents: stores.incidents });
  return { queries, close };
}

async function openAthena(file: string | null): Promise<OpenQueries> {
  const { lake, aws } = await loadConfig(file, 'shadow');
  const { createAthenaClient } = await import('../../tasks/aws/athena-client.ts');
  const { createAthenaQueries } = await import('../../tasks/aws/athena-queries.ts');
  const client = await createAthenaClient(aws);
  const queries = createAthenaQueries({ client, clock: createSystemClock(), ...lake.athena });
  return { queries, close: () => client.destroy() };
}
