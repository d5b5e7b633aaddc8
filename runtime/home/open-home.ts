import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parseThreatList, type ThreatList } from '../../core/intel/threat-list.ts';
import { openCountryDatabase } from '../../tasks/enrich/country-database.ts';
import { createSystemClock } from '../asl/index.ts';
import { loadLibrary } from '../playbooks/library.ts';
import { openDatabase } from '../store/database.ts';
import { ownDatabase } from '../store/own-database.ts';
import { createRawFiles, createRawMemory } from '../store/raw-files.ts';
import { createHome } from './create-home.ts';
import type { Home } from './home.ts';
import { shippedPlaybooks } from './shipped-playbooks.ts';

export interface HomeOptions {
  /** A file; null keeps everything in memory. */
  readonly database: string | null;
  readonly config: Config;
  /** A folder of playbooks; null takes those that ship with Tourniquet. */
  readonly playbooks: string | null;
}

const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * The embedded home on this machine's files and clock. A database file is owned by one process at a time;
 * raw events lie in a folder beside it.
 * @throws InvalidInput when the database is in use, a playbook is wrong, or a configured file is missing.
 */
export async function openHome({ database: file, config, playbooks }: HomeOptions): Promise<Home> {
  const [library, geo, threatLists] = await Promise.all([
    loadLibrary(playbooks ?? shippedPlaybooks),
    openCountryDatabase(fileURLToPath(import.meta.resolve(countries))),
    Promise.all(config.enrich.threatLists.map(readThreatList)),
  ]);
  const disown = file === null ? () => undefined : ownDatabase(file);
  const home = await createHome({
    database: openDatabase(file ?? ':memory:'),
    raw: file === null ? createRawMemory() : createRawFiles(`${file}-raw`),
    clock: createSystemClock(),
    config,
    library,
    geo,
    threatLists,
  });
  return {
    ...home,
    close: async () => {
      await home.close();
      disown();
    },
  };
}

async function readThreatList({
  name,
  path,
  confidence,
}: Config['enrich']['threatLists'][number]): Promise<ThreatList> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(
      `threat list ${name}: ${path} cannot be read (${error.code}); correct enrich.threatLists`,
    );
  });
  const { list, bad } = parseThreatList({ name, confidence, text });
  const [first] = bad;
  if (first === undefined) return list;
  throw new InvalidInput(
    `threat list ${name}: ${path} line ${first.line} is no address, network or domain: ${first.value}`,
  );
}
