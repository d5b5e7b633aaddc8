import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { Database } from '../../store/database.ts';
import type { JournalEntry } from '../journal.ts';
import type {
  ExecutionChange,
  ExecutionFilter,
  ExecutionStore,
  JournalPlace,
  JournalRow,
  ListedExecution,
  Page,
  StoredExecution,
  StoredMachine,
} from './execution-store.ts';
import { decodeEntries, encodeEntries } from './journal-codec.ts';
import { DefinitionRow, EntriesRow, ExecutionRow, IdRow, ListRow, MachineRow } from './sqlite-rows.ts';

/**
 * One row of `asl_journal` holds the entries of one turn, so that a turn is all there or not at all. Of an execution the
 * large columns stand last: what a list shows is read without them.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS asl_definition (hash TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS asl_machine (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, role_arn TEXT NOT NULL, created_at INTEGER NOT NULL,
    definition_hash TEXT NOT NULL REFERENCES asl_definition (hash)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS asl_execution (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, machine_arn TEXT NOT NULL,
    machine_name TEXT NOT NULL, role_arn TEXT NOT NULL, definition_hash TEXT NOT NULL, status TEXT NOT NULL,
    started_at INTEGER NOT NULL, stopped_at INTEGER, redrive_count INTEGER NOT NULL, redriven_at INTEGER,
    input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS asl_execution_of_machine ON asl_execution (machine_arn, id);
  CREATE INDEX IF NOT EXISTS asl_execution_with_status ON asl_execution (status, id);
  CREATE INDEX IF NOT EXISTS asl_execution_of_machine_with_status ON asl_execution (machine_arn, status, id);
  CREATE TABLE IF NOT EXISTS asl_journal (
    id INTEGER PRIMARY KEY, execution INTEGER NOT NULL REFERENCES asl_execution (id), entries TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS asl_journal_of_execution ON asl_journal (execution, id);
`;

/** A page of a list, newest first: an index of its own leads to its rows, however far back they stand. */
const listWhere = (condition: string): string =>
  `SELECT id, arn, name, machine_arn, status, started_at, stopped_at, redrive_count, redriven_at FROM asl_execution
   WHERE ${condition} AND id < ? ORDER BY id DESC LIMIT ? + 0`;

const STATEMENTS = {
  saveDefinition: 'INSERT OR IGNORE INTO asl_definition (hash, definition) VALUES (?, ?)',
  saveMachine:
    'INSERT OR REPLACE INTO asl_machine (arn, name, role_arn, created_at, definition_hash) VALUES (?, ?, ?, ?, ?)',
  machines:
    'SELECT m.*, d.definition FROM asl_machine m JOIN asl_definition d ON d.hash = m.definition_hash ORDER BY m.name',
  definition: 'SELECT definition FROM asl_definition WHERE hash = ?',
  insertExecution: `INSERT INTO asl_execution (arn, name, machine_arn, machine_name, role_arn, definition_hash, status,
    input, started_at, redrive_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  findExecution: 'SELECT * FROM asl_execution WHERE arn = ?',
  findId: 'SELECT id FROM asl_execution WHERE arn = ?',
  list: listWhere('true'),
  listMachine: listWhere('machine_arn = ?'),
  listStatus: listWhere('status = ?'),
  listMachineStatus: listWhere('machine_arn = ? AND status = ?'),
  running: "SELECT * FROM asl_execution WHERE status = 'RUNNING' ORDER BY id",
  append: 'INSERT INTO asl_journal (execution, entries) VALUES (?, ?)',
  change: `UPDATE asl_execution SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?, redrive_count = ?,
    redriven_at = ? WHERE id = ?`,
  journal: 'SELECT id, entries FROM asl_journal WHERE execution = ? AND id >= ? ORDER BY id',
  journalReversed: 'SELECT id, entries FROM asl_journal WHERE execution = ? AND id <= ? ORDER BY id DESC',
} as const;

type Statements = { readonly [name in keyof typeof STATEMENTS]: StatementSync };

/** Keeps executions in SQLite, many writes to a transaction. Creates its tables where they are missing. */
export function createSqliteStore(database: Database): ExecutionStore {
  return new SqliteStore(database);
}

class SqliteStore implements ExecutionStore {
  readonly #database: Database;
  readonly #statements: Statements;
  /** Row ids of executions that this process has written, so that an append needs no look-up. */
  readonly #ids = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
    database.sqlite.exec(SCHEMA);
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.sqlite.prepare(sql)]);
    this.#statements = Object.fromEntries(prepared) as Statements;
  }

  saveMachine(machine: StoredMachine): Promise<void> {
    const { arn, name, roleArn, createdAt, definitionHash, definition } = machine;
    return this.#database.write(() => {
      this.#statements.saveDefinition.run(definitionHash, definition);
      this.#statements.saveMachine.run(arn, name, roleArn, createdAt, definitionHash);
    });
  }

  machines(): readonly StoredMachine[] {
    return this.#statements.machines.all().map((row) => MachineRow.parse(row));
  }

  definition(hash: string): string | undefined {
    const row = this.#statements.definition.get(hash);
    return row ? DefinitionRow.parse(row).definition : undefined;
  }

  insertExecution(execution: StoredExecution): Promise<void> {
    const { arn, name, stateMachineArn, stateMachineName, roleArn, definitionHash } = execution;
    const { status, input, startedAt, redriveCount } = execution;
    return this.#database.writeOne(() => {
      const { lastInsertRowid } = this.#statements.insertExecution.run(
        arn,
        name,
        stateMachineArn,
        stateMachineName,
        roleArn,
        definitionHash,
        status,
        input,
        startedAt,
        redriveCount,
      );
      this.#ids.set(arn, Number(lastInsertRowid));
    });
  }

  findExecution(arn: string): StoredExecution | undefined {
    const row = this.#statements.findExecution.get(arn);
    return row ? ExecutionRow.parse(row) : undefined;
  }

  executions(filter: ExecutionFilter, page: Page): readonly ListedExecution[] {
    const { before = Number.MAX_SAFE_INTEGER, limit } = page;
    const rows = this.#select(filter, before, limit);
    return rows.map((row) => ListRow.parse(row));
  }

  #select({ stateMachineArn: machine, status }: ExecutionFilter, ...page: SQLInputValue[]): unknown[] {
    const { list, listMachine, listStatus, listMachineStatus } = this.#statements;
    if (machine === undefined)
      return status === undefined ? list.all(...page) : listStatus.all(status, ...page);
    return status === undefined
      ? listMachine.all(machine, ...page)
      : listMachineStatus.all(machine, status, ...page);
  }

  running(): readonly StoredExecution[] {
    return this.#statements.running.all().map((row) => ExecutionRow.parse(row));
  }

  append(arn: string, entries: readonly JournalEntry[], change: ExecutionChange | undefined): Promise<void> {
    const id = this.#idOf(arn);
    const text = encodeEntries(entries);
    if (!change) return this.#database.writeOne(() => void this.#statements.append.run(id, text));
    return this.#database.write(() => {
      this.#statements.append.run(id, text);
      this.#change(id, change);
      if (change.status !== 'RUNNING') this.#ids.delete(arn);
    });
  }

  #change(id: number, change: ExecutionChange): void {
    const { status, output, error, cause, stoppedAt, redriveCount, redrivenAt } = change;
    this.#statements.change.run(
      status,
      output ?? null,
      error ?? null,
      cause ?? null,
      stoppedAt ?? null,
      redriveCount,
      redrivenAt ?? null,
      id,
    );
  }

  #idOf(arn: string): number {
    const known = this.#ids.get(arn);
    if (known !== undefined) return known;
    const { id } = IdRow.parse(this.#statements.findId.get(arn));
    this.#ids.set(arn, id);
    return id;
  }

  *journal(arn: string, from: JournalPlace = { row: 0, reverse: false }): Generator<JournalRow> {
    const { journal, journalReversed } = this.#statements;
    const rows = (from.reverse ? journalReversed : journal).iterate(this.#idOf(arn), from.row);
    for (const row of rows) {
      const { id, entries } = EntriesRow.parse(row);
      yield { row: id, entries: decodeEntries(entries) };
    }
  }
}
