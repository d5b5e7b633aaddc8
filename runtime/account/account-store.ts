import type { Database } from '../store/database.ts';
import type { LoggedCall } from './account-file.ts';
import { createAccountFile } from './account-file.ts';
import type { Kind, Place, RecordKinds } from './records.ts';
import { idOf, shelfOf } from './records.ts';
import type { RecordReader } from './shelves.ts';
import { createShelves } from './shelves.ts';

/** The records of all accounts: read from memory, written through to SQLite. */
export interface AccountStore extends RecordReader {
  /** These three only inside `write`. */
  put<K extends Kind>(kind: K, place: Place, record: RecordKinds[K]): void;
  remove(kind: Kind, place: Place, id: string): void;
  log(call: Omit<LoggedCall, 'seq'>): void;
  /** The number that the next logged call will have: unique names are made from it. */
  nextSeq(): number;
  calls(): LoggedCall[];
  /** All or nothing, in memory as on disk; resolves when committed. */
  write<T>(work: () => T): Promise<T>;
}

export function createAccountStore(database: Database): AccountStore {
  const file = createAccountFile(database.sqlite);
  const shelves = createShelves();
  let seq = 0;
  let takeBack: (() => void)[] = [];
  load();

  function load(): void {
    shelves.clear();
    for (const { kind, account, region, id, data } of file.rows()) {
      shelves.set(kind, { account, region }, id, JSON.parse(data));
    }
    seq = file.lastSeq();
  }

  function change(kind: Kind, at: Place, id: string, record: RecordKinds[Kind] | undefined): void {
    takeBack.push(shelves.set(kind, at, id, record));
    file.save(kind, shelfOf(kind, at), id, record);
  }

  function attempt<T>(work: () => T): T {
    takeBack = [];
    try {
      return work();
    } catch (error) {
      for (const back of takeBack.toReversed()) back();
      throw error;
    } finally {
      takeBack = [];
    }
  }

  return {
    ...shelves,
    put: (kind, at, record) => change(kind, at, idOf[kind](record), record),
    remove: (kind, at, id) => change(kind, at, id, undefined),
    log(call) {
      seq += 1;
      file.saveCall({ seq, ...call });
    },
    nextSeq: () => seq + 1,
    calls: () => file.calls(),
    async write(work) {
      let isDone = false;
      try {
        return await database.write(() => {
          const result = attempt(work);
          isDone = true;
          return result;
        });
      } catch (error) {
        // The group could not be committed: memory is ahead of the file.
        if (isDone) load();
        throw error;
      }
    },
  };
}
