import type { Budget } from '../../../core/guardrails/budget.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';

interface BudgetLine extends Pick<Budget, 'account' | 'action' | 'latch'> {
  readonly used: number;
  readonly limit: number;
  readonly failed: number;
}

const head = ['ACCOUNT', 'ACTION', 'THIS HOUR', 'FAILED', 'STATE'];

/** A line for each action and account; why what is shut is shut stands below. */
export function renderBudgets(terminal: Terminal, budgets: readonly BudgetLine[]): string {
  const { paint } = terminal;
  const rows = budgets.map(({ account, action, used, limit, failed, latch }) => [
    account,
    action,
    `${used} of ${limit}`,
    String(failed),
    latch === null ? paint('green', 'open') : paint('red', `shut (${latch.rule})`),
  ]);
  const reasons = budgets.flatMap(({ account, action, latch }) =>
    latch === null ? [] : [`${action} in ${account}, since ${latch.at}: ${latch.reason}`],
  );
  return [renderTable(terminal, head, rows), ...reasons].join('\n');
}
