import { fileURLToPath } from 'node:url';
import type { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { readS3Location } from '../../core/intel/feed-location.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { openCountryDatabase } from '../../tasks/enrich/country-database.ts';
import { type Feeds, openFeeds } from '../../tasks/intel/open-feeds.ts';
import type { HomeSetting } from './home.ts';
import { sourcesOf } from './feed-sources.ts';

const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

export interface Intelligence extends Omit<HomeSetting, 'config'> {
  /** What `threatLists` are of: refreshed by who asks it to. */
  readonly feeds: Feeds;
}

/**
 * What findings are enriched with.
 * @throws InvalidInput when a configured file cannot be read. A feed in S3 may be out of reach for a while, and is told of
 * and asked for again.
 */
export async function openIntelligence(
  { enrich, aws }: Pick<Config, 'enrich' | 'aws'>,
  clock: Clock = { now: () => Date.now() },
): Promise<Intelligence> {
  const told: string[] = [];
  let tell = (line: string): void => void told.push(line);
  const [geo, feeds] = await Promise.all([
    openCountryDatabase(fileURLToPath(import.meta.resolve(countries))),
    openFeeds({
      configs: enrich.threatLists,
      sourceOf: sourcesOf(aws),
      clock,
      tell: (line) => tell(line),
    }),
  ]);
  const unread = feeds
    .states()
    .find(
      ({ path, problem, takenAt }) => problem !== null && takenAt === null && readS3Location(path) === null,
    );
  if (unread !== undefined) throw new InvalidInput(`threat list ${unread.name}: ${unread.problem}`);
  tell = console.warn;
  for (const line of told) tell(line);
  return { geo, threatLists: feeds.lists, feeds };
}
