import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { InvalidInput } from '../../core/errors.ts';
import { type Budgets, createBudgets } from '../../core/records/budgets.ts';
import { type Controls, createControls } from '../../core/records/controls.ts';
import { createPlans, type Plans } from '../../core/records/plans.ts';
import { createStores, type Stores } from '../../core/records/stores.ts';
import { createEngine, createSystemClock, type Engine } from '../asl/index.ts';
import { createSqliteStore } from '../asl/store/sqlite-store.ts';
import { place } from '../home/place.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createSqliteTable } from '../store/sqlite-table.ts';

/** For the commands that look, for the kill switch and for budgets: they may be used while another process works on the file. */
export interface OpenStore {
  readonly database: Database;
  readonly stores: Stores;
  readonly plans: Plans;
  readonly budgets: Budgets;
  readonly controls: Controls;
  /** Runs nothing: for descriptions and histories. */
  readonly engine: Engine;
  readonly close: () => void;
}

/** @throws InvalidInput when there is no such file. */
export function openStore(file: string): OpenStore {
  requireFile(file);
  const database = openDatabase(file);
  const table = createSqliteTable(database);
  const clock = createSystemClock();
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const invokeTask = async (): Promise<never> => await Promise.reject(new Error('this process runs nothing'));
  return {
    database,
    stores: createStores({ table, clock, digest }),
    plans: createPlans(table),
    budgets: createBudgets(table),
    controls: createControls(table),
    engine: createEngine({ store: createSqliteStore(database), clock, place, invokeTask }),
    close: () => database.close(),
  };
}

/** @throws InvalidInput when there is no such file: looking must not make one. */
export function requireFile(file: string): void {
  if (existsSync(file)) return;
  throw new InvalidInput(
    `there is no database ${file}; make one with: tourniquet run EVENT --db ${file} (or ingest LOGS)`,
  );
}
