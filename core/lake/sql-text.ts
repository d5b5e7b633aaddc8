import { InvalidInput } from '../errors.ts';

/** What a statement may name; see `docs/ingest.md`. */
export interface SqlParameters {
  /** ISO 8601, UTC: `:since`; its day, for partitions: `:since_day`. */
  readonly since: string;
  /** `:limit` */
  readonly limit: number;
}

/** Texts, quoted names and comments are left alone; a `::` is a cast. */
const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|:(?<parameter>[A-Za-z_]\w*)|(?<end>;)|(?<word>[A-Za-z_]\w*)/g;

/**
 * Puts the parameters in their places. What takes their places are texts and numbers that we made.
 * @throws InvalidInput for a parameter that there is not.
 */
export function fillParameters(sql: string, { since, limit }: SqlParameters): string {
  const values: Readonly<Record<string, string>> = {
    since: `'${since}'`,
    since_day: `'${since.slice(0, 10)}'`,
    limit: String(limit),
  };
  return sql.replaceAll(tokens, (...found) => {
    const { parameter } = found.at(-1) as Groups;
    if (parameter === undefined) return found[0] as string;
    const value = values[parameter];
    if (value !== undefined) return value;
    throw new InvalidInput(
      `there is no parameter :${parameter}; there are: ${Object.keys(values)
        .map((name) => `:${name}`)
        .join(', ')}`,
    );
  });
}

type Groups = Readonly<Record<'parameter' | 'end' | 'word', string | undefined>>;

/**
 * The statement without the semicolon at its end. Everything but one SELECT (or WITH … SELECT) is refused, before
 * whoever runs it refuses it once more.
 * @throws InvalidInput
 */
export function requireQuery(sql: string): string {
  const found = [...sql.matchAll(tokens)].map(({ groups, index }) => ({ ...(groups as Groups), index }));
  const first = found.find(({ word, end }) => word !== undefined || end !== undefined)?.word ?? '';
  if (!/^(select|with)$/i.test(first))
    throw new InvalidInput(
      `a query begins with SELECT or WITH, not with ${first === '' ? 'nothing' : first}; the lake is only read`,
    );
  const end = found.find((token) => token.end !== undefined)?.index;
  if (end === undefined) return sql;
  if (found.some(({ word, index }) => word !== undefined && index > end))
    throw new InvalidInput('there is more than one statement; ask one thing at a time');
  return sql.slice(0, end);
}

/** Whether the statement names that table. */
export const namesTable = (sql: string, table: string): boolean =>
  [...sql.matchAll(tokens)].some(({ groups }) => groups?.['word']?.toLowerCase() === table);
