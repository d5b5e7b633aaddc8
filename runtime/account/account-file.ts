import type { DatabaseSync } from 'node:sqlite';
import type { Kind, Place } from './records.ts';

/** One mutating call that the account carried out. */
export interface LoggedCall {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly incident: string;
  /** An action id, or the task: as in `ClientScope`. */
  readonly purpose: string;
  readonly service: string;
  /** Such as `ModifyNetworkInterfaceAttribute`. */
  readonly command: string;
  readonly input: unknown;
}

interface Row {
  readonly account: string;
  readonly region: string;
  readonly kind: Kind;
  readonly id: string;
  readonly data: string;
}

/** The accounts' own tables in the SQLite file. */
export interface AccountFile {
  /** Rows in the order in which they were first put. */
  rows(): Iterable<Row>;
  lastSeq(): number;
  /** Puts a record, or removes it when undefined. */
  save(kind: Kind, place: Place, id: string, record: object | undefined): void;
  saveCall(call: LoggedCall): void;
  calls(): LoggedCall[];
}

const schema = `
  CREATE TABLE IF NOT EXISTS account_records (
    account TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (account, region, kind, id)
  );
  CREATE TABLE IF NOT EXISTS account_calls (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
    incident TEXT NOT NULL, purpose TEXT NOT NULL, service TEXT NOT NULL, command TEXT NOT NULL,
    input TEXT NOT NULL
  );`;

export function createAccountFile(sqlite: DatabaseSync): AccountFile {
  sqlite.exec(schema);
  const insert = sqlite.prepare(
    `INSERT INTO account_records (account, region, kind, id, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET data = excluded.data`,
  );
  const remove = sqlite.prepare(
    'DELETE FROM account_records WHERE account = ? AND region = ? AND kind = ? AND id = ?',
  );
  const insertCall = sqlite.prepare('INSERT INTO account_calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    rows: () =>
      sqlite.prepare('SELECT * FROM account_records ORDER BY rowid').iterate() as unknown as Iterable<Row>,
    lastSeq() {
      const row = sqlite.prepare('SELECT max(seq) AS seq FROM account_calls').get();
      return Number(row?.['seq'] ?? 0);
    },
    save(kind, { account, region }, id, record) {
      if (record) insert.run(account, region, kind, id, JSON.stringify(record));
      else remove.run(account, region, kind, id);
    },
    saveCall({ seq, at, account, region, incident, purpose, service, command, input }) {
      insertCall.run(seq, at, account, region, incident, purpose, service, command, JSON.stringify(input));
    },
    calls: () => sqlite.prepare('SELECT * FROM account_calls ORDER BY seq').all().map(toCall),
  };
}

function toCall(row: unknown): LoggedCall {
  const call = row as LoggedCall & { readonly input: string };
  return { ...call, input: JSON.parse(call.input) as unknown };
}
