import { fileURLToPath } from 'node:url';
import type { Config } from '../../core/config.ts';
import { openCountryDatabase } from '../../tasks/enrich/country-database.ts';
import { readThreatList } from '../../tasks/enrich/read-threat-list.ts';
import type { HomeSetting } from './home.ts';

const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * What findings are enriched with, from this machine's files.
 * @throws InvalidInput when a configured file is missing.
 */
export async function openIntelligence({ enrich }: Config): Promise<Omit<HomeSetting, 'config'>> {
  const [geo, threatLists] = await Promise.all([
    openCountryDatabase(fileURLToPath(import.meta.resolve(countries))),
    Promise.all(
      enrich.threatLists.map((list) => readThreatList(list, { now: Date.now(), tell: console.warn })),
    ),
  ]);
  return { geo, threatLists };
}
