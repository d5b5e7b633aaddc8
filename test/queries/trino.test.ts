import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { describe, expect, it } from 'vitest';
import { fillParameters } from '../../core/lake/sql-text.ts';
import { readNamedQueries } from '../../runtime/lake/named-queries.ts';

const trino = new TrinoSQL();
const problemsOf = (sql: string): readonly string[] => trino.validate(sql).map(({ message }) => message);

describe("Trino's grammar, which is Athena's", () => {
  it.each(readNamedQueries())('has $name', ({ sql }) => {
    expect(problemsOf(fillParameters(sql, { since: '2026-01-01T00:00:00.000Z', limit: 10 }))).toEqual([]);
  });

  it.each([
    ['a cast with ::', "SELECT '1'::varchar FROM events"],
    ['a statement that begins with FROM', 'FROM events'],
    ['columns left out', 'SELECT * EXCLUDE (raw) FROM events'],
    ['a comma at the end', 'SELECT action, FROM events'],
  ])('has not %s, which DuckDB has', (_what, sql) => {
    expect(problemsOf(sql)).not.toEqual([]);
  });
});
