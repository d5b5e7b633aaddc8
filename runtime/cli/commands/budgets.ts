import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { type Budget, countTaken, limitOf, resetBudget } from '../../../core/guardrails/budget.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { dbOption } from '../db-option.ts';
import { loadConfig } from '../load-config.ts';
import { openStore, type OpenStore } from '../open-store.ts';
import { renderBudgets } from '../render/budgets.ts';
import type { Terminal } from '../terminal.ts';

interface BudgetOptions {
  readonly db: string;
  readonly config?: string;
  readonly json: boolean;
  readonly reset?: string;
  readonly account?: string;
  readonly by: string;
  readonly reason: string;
}

/** Also while another process works on the database. */
export function addBudgetsCommand(program: Command, terminal: Terminal): void {
  program
    .command('budgets')
    .description('show what actions used up within the hour, and open what is shut')
    .addOption(dbOption())
    .option('--reset <action>', 'open this action again, and begin its hour anew')
    .option('--account <id>', 'in this account (default: wherever it is shut)')
    .option('--by <name>', 'who opens it, for the record', userInfo().username)
    .option('--reason <text>', 'why', 'none given')
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print them as JSON', false)
    .addHelpText(
      'after',
      `
An action that used up its hour in an account (guardrails.budgets), or of which too much failed
(guardrails.errorRate), is shut there until it is reset. What it denied is answered by: tourniquet respond`,
    )
    .action(async (options: BudgetOptions) => {
      const store = openStore(options.db);
      try {
        await (options.reset === undefined
          ? show(store, options, terminal)
          : reset(store, { ...options, reset: options.reset }, terminal));
      } finally {
        store.close();
      }
    });
}

async function show({ budgets }: OpenStore, options: BudgetOptions, terminal: Terminal): Promise<void> {
  const { guardrails } = await loadConfig(options.config ?? null);
  const now = Date.now();
  const known = (await budgets.list()).filter(
    ({ account }) => options.account === undefined || account === options.account,
  );
  const lines = known.map((budget) => {
    const { account, action, latch } = budget;
    const limit = limitOf(catalog.get(action) ?? { id: action, impact: 'destructive' }, guardrails);
    return { account, action, used: countTaken(budget, now), limit, failed: budget.failed.length, latch };
  });
  if (options.json) terminal.out(JSON.stringify(lines, null, 2));
  else terminal.out(lines.length === 0 ? 'No action was applied yet.' : renderBudgets(terminal, lines));
}

async function reset(
  { budgets }: OpenStore,
  { db, reset: action, account, by, reason, json }: BudgetOptions & { readonly reset: string },
  terminal: Terminal,
): Promise<void> {
  const all = await budgets.list();
  const shut = all.filter(
    (budget) =>
      budget.latch !== null &&
      budget.action === action &&
      (account === undefined || budget.account === account),
  );
  if (shut.length === 0) throw new InvalidInput(describeOpen(all, action, account));
  const at = new Date().toISOString();
  await Promise.all(
    shut.map((found) =>
      budgets.change(found, (old) => (old === null ? old : resetBudget(old, { by, at, reason }))),
    ),
  );
  if (json) terminal.out(JSON.stringify(shut.map(({ account: where }) => ({ account: where, action }))));
  else {
    for (const found of shut) terminal.out(`Open again: ${action} in account ${found.account}.`);
    terminal.out(`What was denied meanwhile is answered by: tourniquet respond <incident> --db ${db}`);
  }
}

function describeOpen(all: readonly Budget[], action: string, account: string | undefined): string {
  const shut = all.filter(({ latch }) => latch !== null).map((one) => `${one.action} in ${one.account}`);
  const where = account === undefined ? 'anywhere' : `in account ${account}`;
  return `${action} is not shut ${where}; what is shut: ${shut.join(', ') || 'nothing'}`;
}
