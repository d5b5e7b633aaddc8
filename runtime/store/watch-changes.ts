import type { Changes } from '../../core/ports/changes.ts';
import type { Database } from './database.ts';

interface WatchOptions {
  /** How often it looks while anybody listens: as often as one can see. @default 400 */
  readonly everyMs?: number;
  /** Each holds a connection. @default 100 */
  readonly most?: number;
}

/**
 * Tells of what this process wrote and of what others did (`tourniquet approve`). It looks at two counters of SQLite's,
 * which takes microseconds, and only while somebody listens.
 */
export function watchChanges(database: Database, { everyMs = 400, most = 100 }: WatchOptions = {}): Changes {
  const listeners = new Set<() => void>();
  const count = countChanges(database);
  let seen = '';
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    const now = count();
    if (now === seen) return;
    seen = now;
    for (const listener of listeners) listener();
  }

  function begin(): void {
    seen = count();
    timer = setInterval(look, everyMs).unref();
  }

  return {
    listen(listener) {
      if (listeners.size >= most) return null;
      // Each is one of its own, also if the same function listens twice.
      const own = () => listener();
      if (listeners.size === 0) begin();
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

/** https://sqlite.org/lang_corefunc.html#total_changes counts our own writes; the generation, those of others. */
function countChanges(database: Database): () => string {
  const total = database.sqlite.prepare('SELECT total_changes()');
  total.setReturnArrays(true);
  return () => `${database.generation()}/${(total.get() as unknown as [number])[0]}`;
}
