import type { Database } from '../store/database.ts';
import type { LakePart } from './lake-part.ts';

/** What the lake has: which batches were kept, and which files, how far, hold their rows. */
export interface Manifest {
  hasBatch(batch: string): boolean;
  /** Marks the batches as kept and the parts as grown, together or not at all. */
  keep(kept: Kept): Promise<void>;
  add(part: Pick<LakePart, 'id' | 'hour'>): Promise<void>;
  change(id: string, to: Pick<LakePart, 'state'> & Partial<Pick<LakePart, 'bytes' | 'rows'>>): Promise<void>;
  /** Oldest hour first. */
  list(): readonly LakePart[];
  remove(id: string): Promise<void>;
  /** Of batches that were kept before, at most so many: whoever sends them again then is not known any more. */
  forgetBatches(before: number, most: number): Promise<number>;
}

interface Kept {
  readonly batches: readonly string[];
  readonly growth: readonly Pick<LakePart, 'id' | 'rows' | 'bytes'>[];
  /** Epoch milliseconds. */
  readonly at: number;
}

const schema = `
CREATE TABLE IF NOT EXISTS lake_parts (
  id TEXT PRIMARY KEY, hour TEXT NOT NULL, state TEXT NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS lake_batches (batch TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lake_batches_at ON lake_batches (at);
`;

/** In the store's own database, so that one transaction says both that a batch is kept and where its rows end. */
export function createManifest(database: Database): Manifest {
  const { sqlite } = database;
  sqlite.exec(schema);
  const find = sqlite.prepare('SELECT 1 FROM lake_batches WHERE batch = ?');
  const mark = sqlite.prepare('INSERT INTO lake_batches (batch, at) VALUES (?, ?)');
  const grow = sqlite.prepare('UPDATE lake_parts SET rows = rows + ?, bytes = bytes + ? WHERE id = ?');
  const insert = sqlite.prepare("INSERT INTO lake_parts VALUES (?, ?, 'open', 0, 0)");
  const update = sqlite.prepare(
    'UPDATE lake_parts SET state = ?, bytes = coalesce(?, bytes), rows = coalesce(?, rows) WHERE id = ?',
  );
  const all = sqlite.prepare('SELECT id, hour, state, rows, bytes FROM lake_parts ORDER BY hour, id');
  const remove = sqlite.prepare('DELETE FROM lake_parts WHERE id = ?');
  const forget = sqlite.prepare(
    'DELETE FROM lake_batches WHERE batch IN (SELECT batch FROM lake_batches WHERE at < ? LIMIT ?)',
  );
  return {
    hasBatch: (batch) => find.get(batch) !== undefined,
    keep: async ({ batches, growth, at }) =>
      await database.write(() => {
        for (const batch of batches) mark.run(batch, at);
        for (const { id, rows, bytes } of growth) grow.run(rows, bytes, id);
      }),
    add: async ({ id, hour }) => void (await database.writeOne(() => insert.run(id, hour))),
    change: async (id, { state, bytes, rows }) =>
      void (await database.writeOne(() => update.run(state, bytes ?? null, rows ?? null, id))),
    list: () => all.all() as unknown as readonly LakePart[],
    remove: async (id) => void (await database.writeOne(() => remove.run(id))),
    forgetBatches: async (before, most) =>
      Number((await database.writeOne(() => forget.run(before, most))).changes),
  };
}
