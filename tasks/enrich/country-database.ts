import * as maxmind from 'maxmind';
import type { CountryResponse } from 'maxmind';
import type { Geo } from '../../core/ports/geo.ts';

/** The CC0 database writes the code at the top level; MaxMind's own nests it. */
type Row = CountryResponse & { readonly country_code?: string };

/** @param path an MMDB file whose rows have `country_code` or `country.iso_code`. */
export async function openCountryDatabase(path: string): Promise<Geo> {
  const reader = await maxmind.open<Row>(path);
  return {
    country: (ip) => {
      if (!maxmind.validate(ip)) return null;
      const row = reader.get(ip);
      return row?.country_code ?? row?.country?.iso_code ?? null;
    },
  };
}
