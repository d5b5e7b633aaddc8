import type { StatementSync } from 'node:sqlite';
import type { JsonObject } from '../../core/json.ts';
import type { Condition, IndexKey, Item, NewItem, Page, PageQuery, Table } from '../../core/ports/table.ts';
import type { Database } from './database.ts';

const schema = `
CREATE TABLE IF NOT EXISTS items (
  pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL,
  gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, expires_at INTEGER,
  PRIMARY KEY (pk, sk)
);
CREATE INDEX IF NOT EXISTS items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL;
`;

const updated = `version = items.version + 1, data = excluded.data, gsi1pk = excluded.gsi1pk,
  gsi1sk = excluded.gsi1sk, gsi2pk = excluded.gsi2pk, gsi2sk = excluded.gsi2sk, expires_at = excluded.expires_at`;
const insert = 'INSERT INTO items VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)';

interface Row {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly data: string;
  readonly gsi1pk: string | null;
  readonly gsi1sk: string | null;
  readonly gsi2pk: string | null;
  readonly gsi2sk: string | null;
  readonly expires_at: number | null;
}

/** The embedded adapter of the Table port. Writes are durable when the promise resolves (group commit). */
export function createSqliteTable(database: Database): Table {
  database.sqlite.exec(schema);
  const prepare = (sql: string): StatementSync => database.sqlite.prepare(sql);
  const get = prepare('SELECT * FROM items WHERE pk = ? AND sk = ?');
  const putAbsent = prepare(`${insert} ON CONFLICT DO NOTHING`);
  const putAlways = prepare(`${insert} ON CONFLICT (pk, sk) DO UPDATE SET ${updated}`);
  const putVersion = prepare(
    `UPDATE items SET version = version + 1, data = ?, gsi1pk = ?, gsi1sk = ?, gsi2pk = ?, gsi2sk = ?,
     expires_at = ? WHERE pk = ? AND sk = ? AND version = ?`,
  );
  const pages = {
    item: pageStatements(prepare, 'pk', 'sk'),
    gsi1: pageStatements(prepare, 'gsi1pk', 'gsi1sk'),
    gsi2: pageStatements(prepare, 'gsi2pk', 'gsi2sk'),
  };

  function write(item: NewItem, condition: Condition): boolean {
    const body = bodyOf(item);
    if (condition === 'absent') return putAbsent.run(item.pk, item.sk, ...body).changes === 1;
    if (condition === 'always') return putAlways.run(item.pk, item.sk, ...body).changes === 1;
    return putVersion.run(...body, item.pk, item.sk, condition.version).changes === 1;
  }

  return {
    async get({ pk, sk }) {
      const row = get.get(pk, sk) as unknown as Row | undefined;
      return row === undefined ? null : itemOf(row);
    },
    put: (item, condition) => database.write(() => write(item, condition)),
    query: async (query) => readPage(pages.item, query, (row) => [row.sk, row.pk, row.sk]),
    queryIndex: async (index, query) =>
      readPage(pages[index], query, (row) => [row[`${index}sk`] ?? '', row.pk, row.sk]),
  };
}

type Cursor = readonly [sort: string, pk: string, sk: string];
type Direction = 'up' | 'down';

/**
 * Pages are told apart by the whole of (sort key, pk, sk), for sort keys of an index need not be unique. The
 * conditions are such that SQLite walks the index from the cursor on and sorts nothing.
 */
function pageStatements(
  prepare: (sql: string) => StatementSync,
  pk: string,
  sk: string,
): Record<Direction, StatementSync> {
  const page = (comparison: '>' | '<', order: 'ASC' | 'DESC'): StatementSync =>
    prepare(
      `SELECT * FROM items WHERE ${pk} = :pk AND ${sk} >= :from AND ${sk} < :to
       AND (${sk}, pk, sk) ${comparison} (:sort, :cursorPk, :cursorSk)
       ORDER BY ${sk} ${order}, pk ${order}, sk ${order} LIMIT :limit`,
    );
  return { up: page('>', 'ASC'), down: page('<', 'DESC') };
}

const lastCharacter = '\u{10ffff}';
/** Before and after every row. */
const ends: Record<Direction, Cursor> = {
  up: ['', '', ''],
  down: [lastCharacter.repeat(2), lastCharacter, lastCharacter],
};

function readPage(
  statements: Record<Direction, StatementSync>,
  query: PageQuery,
  cursorOf: (row: Row) => Cursor,
): Page {
  const { pk, prefix = '', after, limit = 100, descending = false } = query;
  const direction = descending ? 'down' : 'up';
  const [sort, cursorPk, cursorSk] = after === undefined ? ends[direction] : parseCursor(after);
  const rows = statements[direction].all({
    pk,
    from: prefix,
    to: prefix + lastCharacter,
    sort,
    cursorPk,
    cursorSk,
    limit: limit + 1,
  }) as unknown as Row[];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    ...(rows.length > limit && last !== undefined ? { next: writeCursor(cursorOf(last)) } : {}),
  };
}

const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');
const parseCursor = (text: string): Cursor => JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;

type Body = [
  data: string,
  gsi1pk: string | null,
  gsi1sk: string | null,
  gsi2pk: string | null,
  gsi2sk: string | null,
  expiresAt: number | null,
];

function bodyOf({ data, gsi1, gsi2, expiresAt }: NewItem): Body {
  const of = (key: IndexKey | undefined): [string | null, string | null] => [
    key?.pk ?? null,
    key?.sk ?? null,
  ];
  return [JSON.stringify(data), ...of(gsi1), ...of(gsi2), expiresAt ?? null];
}

function itemOf(row: Row): Item {
  return {
    pk: row.pk,
    sk: row.sk,
    version: row.version,
    data: JSON.parse(row.data) as JsonObject,
    ...(row.gsi1pk === null ? {} : { gsi1: { pk: row.gsi1pk, sk: row.gsi1sk ?? '' } }),
    ...(row.gsi2pk === null ? {} : { gsi2: { pk: row.gsi2pk, sk: row.gsi2sk ?? '' } }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  };
}
