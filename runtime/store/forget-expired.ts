import type { Clock } from '../../core/ports/clock.ts';
import type { Database } from './database.ts';
import { itemCacheOf } from './item-cache.ts';

/** Some milliseconds of work: others have their turn in between. */
const mostAtOnce = 500;

/**
 * Drops the items whose time is over (`expiresAt`), as DynamoDB does by itself: idempotency keys, counters of
 * thresholds. To be called each minute or so, once a table was made of the database.
 * @returns how many
 */
export function createForgetExpired(database: Database, clock: Clock): () => Promise<number> {
  const cache = itemCacheOf(database);
  const statement = `DELETE FROM items WHERE (pk, sk) IN
    (SELECT pk, sk FROM items WHERE expires_at < ? LIMIT ${mostAtOnce}) RETURNING pk, sk`;
  const forget = database.sqlite.prepare(statement);
  return async () => {
    const now = Math.floor(clock.now() / 1000);
    let forgotten = 0;
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const gone = await database.writeOne(() => forget.all(now) as { pk: string; sk: string }[]);
      for (const key of gone) cache.drop(key);
      forgotten += gone.length;
      if (gone.length < mostAtOnce) return forgotten;
    }
  };
}
