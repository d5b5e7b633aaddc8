import { type DuckDBConnection, type DuckDBType, DuckDBTypeId, StatementType } from '@duckdb/node-api';
import { InvalidInput } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Answer, QueryBounds } from '../../core/ports/queries.ts';
import { lateQuery } from './late-query.ts';

/**
 * Runs one query on a connection that is not used for anything else.
 * @throws InvalidInput with what DuckDB says of it, in a line.
 */
export async function readAnswer(
  connection: DuckDBConnection,
  sql: string,
  { mostRows, longest }: QueryBounds,
): Promise<Answer> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    connection.interrupt();
  }, longest);
  try {
    const statement = await connection.prepare(sql);
    if (statement.statementType !== StatementType.SELECT)
      throw new InvalidInput('the lake is only read; write a SELECT');
    const reader = await statement.streamAndReadUntil(mostRows + 1);
    const numbers = reader.columnTypes().map(isNumber);
    const rows = reader.getRowsJson().slice(0, mostRows) as Json[][];
    return {
      columns: reader.columnNames(),
      rows: rows.map((row) => row.map((value, index) => (numbers[index] === true ? asNumber(value) : value))),
      isCut: reader.currentRowCount > mostRows,
    };
  } catch (error) {
    if (isLate) throw lateQuery(longest, error);
    throw error instanceof InvalidInput ? error : new InvalidInput(explain(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

const numberTypes: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
]);

const isNumber = ({ typeId }: DuckDBType): boolean => numberTypes.has(typeId);

/** DuckDB writes wide numbers as text. Those that JSON's readers would round stay text. */
function asNumber(value: Json): Json {
  const number = Number(value);
  return typeof value === 'string' && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
}

/** Without the excerpt of the statement, which is drawn over lines of its own. */
function explain(error: unknown): string {
  const [what = ''] = (error as Error).message.split(/\n+LINE \d+:/);
  return what.replaceAll(/\s*\n\s*/g, ' ').trim();
}
