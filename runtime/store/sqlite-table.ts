import type { StatementSync } from 'node:sqlite';
import { checkItemSize } from '../../core/ports/item-limits.ts';
import type { Condition, IndexKey, NewItem, Page, PageQuery, Table } from '../../core/ports/table.ts';
import type { Database } from './database.ts';
import { type ItemCache, itemCacheOf, type Row } from './item-cache.ts';

const schema = `
CREATE TABLE IF NOT EXISTS items (
  pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL,
  gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, expires_at INTEGER,
  PRIMARY KEY (pk, sk)
);
CREATE INDEX IF NOT EXISTS items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_expiry ON items (expires_at) WHERE expires_at IS NOT NULL;
`;

const updated = `version = items.version + 1, data = excluded.data, gsi1pk = excluded.gsi1pk,
  gsi1sk = excluded.gsi1sk, gsi2pk = excluded.gsi2pk, gsi2sk = excluded.gsi2sk, expires_at = excluded.expires_at`;
const insert = 'INSERT INTO items VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)';

const columns = 'pk, sk, version, data, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires_at';

/** The embedded adapter of the Table port. Writes are durable when the promise resolves (group commit). */
export function createSqliteTable(database: Database, cache: ItemCache = itemCacheOf(database)): Table {
  database.sqlite.exec(schema);
  const prepare = (sql: string): StatementSync => database.sqlite.prepare(sql);
  const get = prepare(`SELECT ${columns} FROM items WHERE pk = ? AND sk = ?`);
  get.setReturnArrays(true);
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
    checkItemSize(item, body[0]);
    const { pk, sk } = item;
    if (condition === 'always') {
      cache.drop(item);
      return putAlways.run(pk, sk, ...body).changes === 1;
    }
    const [{ changes }, version] =
      condition === 'absent'
        ? [putAbsent.run(pk, sk, ...body), 1]
        : [putVersion.run(...body, pk, sk, condition.version), condition.version + 1];
    if (changes === 1) cache.wrote([pk, sk, version, ...body], item.data);
    return changes === 1;
  }

  const toPage = ({ rows, ...next }: Rows): Page => ({
    items: rows.map((row) => cache.itemOf(row)),
    ...next,
  });

  return {
    get: async (key) => cache.read(key, () => (get.get(key.pk, key.sk) as unknown as Row) ?? null),
    put: (item, condition) => database.writeOne(() => write(item, condition)),
    query: async (query) => toPage(readRows(pages.item, query, ([pk, sk]) => [sk, pk, sk])),
    queryIndex: async (index, query) => toPage(readRows(pages[index], query, indexCursors[index])),
  };
}

type Cursor = readonly [sort: string, pk: string, sk: string];
type Direction = 'up' | 'down';

const indexCursors: Record<'gsi1' | 'gsi2', (row: Row) => Cursor> = {
  gsi1: ([pk, sk, , , , gsi1sk]) => [gsi1sk ?? '', pk, sk],
  gsi2: ([pk, sk, , , , , , gsi2sk]) => [gsi2sk ?? '', pk, sk],
};

/**
 * SQLite plans a statement anew whenever a bare `LIMIT ?` is bound, for the plan may depend on the number: that takes
 * longer than a short page itself.
 */
const anyLimit = '? + 0';

interface PageStatements {
  readonly first: StatementSync;
  readonly next: StatementSync;
}

/**
 * Pages are told apart by the whole of (sort key, pk, sk), for sort keys of an index need not be unique. The
 * first page, which is what is nearly always asked for, does without: comparing triples costs as much again.
 */
function pageStatements(
  prepare: (sql: string) => StatementSync,
  pk: string,
  sk: string,
): Record<Direction, PageStatements> {
  const page = (cursor: string, order: 'ASC' | 'DESC'): StatementSync => {
    const statement = prepare(
      `SELECT ${columns} FROM items WHERE ${pk} = ? AND ${sk} >= ? AND ${sk} < ? ${cursor}
       ORDER BY ${sk} ${order}, pk ${order}, sk ${order} LIMIT ${anyLimit}`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const next = (comparison: '>' | '<'): string => `AND (${sk}, pk, sk) ${comparison} (?, ?, ?)`;
  return {
    up: { first: page('', 'ASC'), next: page(next('>'), 'ASC') },
    down: { first: page('', 'DESC'), next: page(next('<'), 'DESC') },
  };
}

const lastCharacter = '\u{10ffff}';

interface Rows extends Pick<Page, 'next'> {
  readonly rows: readonly Row[];
}

function readRows(
  statements: Record<Direction, PageStatements>,
  query: PageQuery,
  cursorOf: (row: Row) => Cursor,
): Rows {
  const { pk, after, limit = 100, descending = false } = query;
  const { first, next } = statements[descending ? 'down' : 'up'];
  const within = [pk, ...boundsOf(query)] as const;
  const rows = (after === undefined
    ? first.all(...within, limit + 1)
    : next.all(...within, ...parseCursor(after), limit + 1)) as unknown as Row[];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    ...(rows.length > limit && last !== undefined ? { next: writeCursor(cursorOf(last)) } : {}),
  };
}

/** From the first one on, up to the second, which is not within. */
function boundsOf({ prefix = '', beyond, descending }: PageQuery): readonly [from: string, to: string] {
  const [from, to] = [prefix, prefix + lastCharacter];
  if (beyond === undefined) return [from, to];
  if (descending) return [from, isBefore(beyond, to) ? beyond : to];
  return [isBefore(beyond, from) ? from : `${beyond}\0`, to];
}

/** As SQLite compares: by the bytes of UTF-8. */
const isBefore = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

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
