import { copyFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readS3Location } from '../../core/intel/feed-location.ts';
import type { Deployment } from '../deployment.ts';
import { functions, type Use } from '../functions.ts';
import { libraryOf, shelfOf } from '../playbooks.ts';

const countries = fileURLToPath(
  import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
);

type Files = Pick<Deployment, 'config' | 'playbooks' | 'rules'>;

const writers: Partial<Readonly<Record<Use, (folder: string, files: Files) => Promise<unknown>>>> = {
  config: async (folder, { config }) => await writeFile(`${folder}/config.json`, JSON.stringify(config)),
  library: async (folder, { playbooks }) => await writeFile(`${folder}/library.json`, libraryOf(playbooks)),
  shelf: async (folder, { playbooks }) => await writeFile(`${folder}/shelf.json`, shelfOf(playbooks)),
  rules: async (folder, { rules }) => await writeFile(`${folder}/rules.json`, JSON.stringify(rules)),
  countries: async (folder) => await copyFile(countries, `${folder}/country.mmdb`),
  feeds: async (folder, { config }) => {
    const files = config.enrich.threatLists.filter(({ path }) => readS3Location(path) === null);
    await Promise.all(files.map(({ name, path }) => copyFile(path, `${folder}/${name}.txt`)));
  },
};

/** Puts beside each function's code what it reads there: see `tasks/lambda/files.ts`. */
export async function addFiles(folder: string, files: Files): Promise<void> {
  await Promise.all(
    Object.entries(functions).flatMap(([name, { uses }]) =>
      uses.map(async (use) => await writers[use]?.(`${folder}/${name}`, files)),
    ),
  );
}
