import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInput } from '../../core/errors.ts';
import { type NamedQuery, parseNamedQuery } from '../../core/lake/named-query.ts';
import { suggest } from '../../core/problem/nearest-name.ts';

const folder = fileURLToPath(new URL('../../queries/', import.meta.url));

/** Those that ship with the program, by name. */
export const readNamedQueries = (): readonly NamedQuery[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => parseNamedQuery(basename(file, '.sql'), readFileSync(join(folder, file), 'utf8')));

/**
 * What somebody asked for: the SQL of a name, or SQL as it stands.
 * @throws InvalidInput for a name that there is not.
 */
export function findQuery(asked: string): string {
  if (!/^[\w-]+$/.test(asked)) return asked;
  const queries = readNamedQueries();
  const found = queries.find(({ name }) => name === asked);
  if (found) return found.sql;
  const names = queries.map(({ name }) => name);
  throw new InvalidInput(`there is no query ${asked}; ${suggest(asked, names, 'write a SELECT')}`);
}
