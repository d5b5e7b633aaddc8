import type { Geo } from '../ports/geo.ts';

/**
 * A database takes longer to ask than all else that happens to a record, and the same few addresses come again and
 * again. When as many as the limit are known, those that were not asked for since the last such time are forgotten.
 * @param limit addresses; at most twice as many are kept
 */
export function rememberCountries(geo: Geo, limit = 10_000): Geo {
  let recent = new Map<string, string | null>();
  let older: ReadonlyMap<string, string | null> = new Map();
  return {
    country(ip) {
      const known = recent.get(ip);
      if (known !== undefined) return known;
      const past = older.get(ip);
      const country = past === undefined ? geo.country(ip) : past;
      if (recent.size >= limit) {
        older = recent;
        recent = new Map();
      }
      recent.set(ip, country);
      return country;
    },
  };
}
