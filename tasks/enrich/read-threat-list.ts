import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parseThreatList, type ThreatList } from '../../core/intel/threat-list.ts';

type ListConfig = Config['enrich']['threatLists'][number];

export interface ReadingList {
  /** Epoch milliseconds: what expired before is left out. */
  readonly now: number;
  /** Hears, in one line, of lines that could not be read. The list goes on without them. */
  readonly tell: (problem: string) => void;
}

/** @throws InvalidInput naming the list and the file where it cannot be read at all. */
export async function readThreatList(config: ListConfig, { now, tell }: ReadingList): Promise<ThreatList> {
  const { name, path, confidence } = config;
  const bytes = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(
      `threat list ${name}: ${path} cannot be read (${error.code}); correct enrich.threatLists`,
    );
  });
  const text = config.columns === undefined ? bytes : toPlain(bytes, config, config.columns);
  const { list, bad } = parseThreatList({ name, confidence, text, now });
  const [first, ...others] = bad;
  if (first !== undefined) {
    const more =
      others.length === 0
        ? ''
        : ` (so ${others.length === 1 ? 'is 1 other' : `are ${others.length} others`})`;
    tell(
      `threat list ${name}: ${path} line ${first.line} is no address, network, domain or hash: ${first.value}${more}; left out`,
    );
  }
  return list;
}

/** A line for each row, in its place, so that what is said of lines holds for the file. */
function toPlain(
  text: string,
  { name, path }: ListConfig,
  columns: NonNullable<ListConfig['columns']>,
): string {
  const rows = readRows(text, `threat list ${name}: ${path}`);
  const [head = []] = rows;
  const places = [columns.value, columns.confidence, columns.expires].map((column) => {
    if (column === undefined) return -1;
    const place = head.indexOf(column);
    if (place >= 0) return place;
    throw new InvalidInput(
      `threat list ${name}: ${path} has no column ${JSON.stringify(column)}; its first line names ${head.join(', ')}`,
    );
  });
  const fields = (row: readonly string[]) =>
    places.map((place) => (row[place] ?? '').replaceAll(/[,#\n\r]/g, ' '));
  return rows.map((row, index) => (index === 0 ? '' : fields(row).join(','))).join('\n');
}

function readRows(text: string, what: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, trim: true, relax_column_count: true });
  } catch (error) {
    throw new InvalidInput(
      `${what} is no CSV: ${(error as Error).message}; correct it, or leave out columns`,
    );
  }
}
