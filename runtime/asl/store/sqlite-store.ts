import type { StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { Database } from '../../store/database.ts';
import type { JournalEntry } from '../journal.ts';
import type {
  ExecutionChange,
  ExecutionFilter,
  ExecutionStore,
  Page,
  StoredExecution,
  StoredMachine,
} from './execution-store.ts';
import { decodeEntries, encodeEntries } from './journal-codec.ts';

/** One row of `asl_journal` holds the entries of one turn, so that a turn is all there or not at all. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS asl_definition (hash TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS asl_machine (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, role_arn TEXT NOT NULL, created_at INTEGER NOT NULL,
    definition_hash TEXT NOT NULL REFERENCES asl_definition (hash)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS asl_execution (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, machine_arn TEXT NOT NULL,
    machine_name TEXT NOT NULL, role_arn TEXT NOT NULL, definition_hash TEXT NOT NULL, status TEXT NOT NULL,
    input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, started_at INTEGER NOT NULL, stopped_at INTEGER,
    redrive_count INTEGER NOT NULL, redriven_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS asl_execution_of_machine ON asl_execution (machine_arn, id);
  CREATE INDEX IF NOT EXISTS asl_execution_with_status ON asl_execution (status, id);
  CREATE TABLE IF NOT EXISTS asl_journal (
    id INTEGER PRIMARY KEY, execution INTEGER NOT NULL REFERENCES asl_execution (id), entries TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS asl_journal_of_execution ON asl_journal (execution, id);
`;

const absent = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const ExecutionRow = z
  .object({
    arn: z.string(),
    name: z.string(),
    machine_arn: z.string(),
    machine_name: z.string(),
    role_arn: z.string(),
    definition_hash: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string(),
    output: absent(z.string()),
    error: absent(z.string()),
    cause: absent(z.string()),
    started_at: z.number(),
    stopped_at: absent(z.number()),
    redrive_count: z.number(),
    redriven_at: absent(z.number()),
  })
  .transform((row): StoredExecution => ({
    arn: row.arn,
    name: row.name,
    stateMachineArn: row.machine_arn,
    stateMachineName: row.machine_name,
    roleArn: row.role_arn,
    definitionHash: row.definition_hash,
    status: row.status,
    input: row.input,
    output: row.output,
    error: row.error,
    cause: row.cause,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
    redriveCount: row.redrive_count,
    redrivenAt: row.redriven_at,
  }));

const MachineRow = z
  .object({
    arn: z.string(),
    name: z.string(),
    role_arn: z.string(),
    created_at: z.number(),
    definition_hash: z.string(),
    definition: z.string(),
  })
  .transform((row): StoredMachine => ({
    arn: row.arn,
    name: row.name,
    roleArn: row.role_arn,
    createdAt: row.created_at,
    definitionHash: row.definition_hash,
    definition: row.definition,
  }));

const JournalRow = z.object({ entries: z.string() });
const IdRow = z.object({ id: z.number() });
const DefinitionRow = z.object({ definition: z.string() });

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
  executions: `SELECT * FROM asl_execution WHERE (?1 IS NULL OR machine_arn = ?1) AND (?2 IS NULL OR status = ?2)
    ORDER BY id DESC LIMIT ?3 OFFSET ?4`,
  running: "SELECT * FROM asl_execution WHERE status = 'RUNNING' ORDER BY id",
  append: 'INSERT INTO asl_journal (execution, entries) VALUES (?, ?)',
  change: `UPDATE asl_execution SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?, redrive_count = ?,
    redriven_at = ? WHERE id = ?`,
  journal: 'SELECT entries FROM asl_journal WHERE execution = ? ORDER BY id',
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

  executions(filter: ExecutionFilter, page: Page): readonly StoredExecution[] {
    const { executions } = this.#statements;
    return executions
      .all(filter.stateMachineArn ?? null, filter.status ?? null, page.limit, page.offset)
      .map((row) => ExecutionRow.parse(row));
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

  journal(arn: string): readonly JournalEntry[] {
    const rows = this.#statements.journal.all(this.#idOf(arn));
    return rows.flatMap((row) => decodeEntries(JournalRow.parse(row).entries));
  }
}
