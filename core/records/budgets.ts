import { Budget, type BudgetId } from '../guardrails/budget.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachIndexed, readAll, type Records } from './record.ts';

export interface Budgets extends Records<Budget, BudgetId> {
  /** All that were ever spent from, by account and action. */
  list(): Promise<readonly Budget[]>;
}

const listing = 'BUDGETS';

/** One row per account and action, so that what is left of an hour is decided in one conditional write. */
export function createBudgets(table: Table): Budgets {
  return {
    ...createRecords<Budget, BudgetId>(table, {
      schema: Budget,
      keyOf: ({ account, action }) => ({ pk: `BUDGET#${account}#${action}`, sk: 'META' }),
      placed: ({ account, action }) => ({ gsi1: { pk: listing, sk: `${account}#${action}` } }),
    }),
    list: () => readAll(Budget, eachIndexed(table, 'gsi1', listing)),
  };
}
