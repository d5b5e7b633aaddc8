import type { Command } from 'commander';
import { listExecutions } from '../../home/engine-ports.ts';
import { dbOption } from '../db-option.ts';
import { openStore } from '../open-store.ts';
import { readHistory } from '../read-history.ts';
import { renderHistory } from '../render/history.ts';
import { paintStatus } from '../render/status.ts';
import { renderTable } from '../render/table.ts';
import type { Terminal } from '../terminal.ts';

export function addHistoryCommand(program: Command, terminal: Terminal): void {
  program
    .command('history')
    .description("show an execution's history, as Step Functions' GetExecutionHistory has it")
    .argument('[execution]', 'its name or ARN; without one, all executions are listed')
    .addOption(dbOption())
    .option('--json', 'print every event with all its details', false)
    .action((execution: string | undefined, { db, json }: { db: string; json: boolean }) => {
      const { engine, close } = openStore(db);
      try {
        const found = execution === undefined ? listExecutions(engine) : readHistory(engine, execution);
        if (json) terminal.out(JSON.stringify(found, null, 2));
        else if (execution !== undefined)
          terminal.out(renderHistory(terminal, readHistory(engine, execution)));
        else {
          const rows = listExecutions(engine).map(({ name, stateMachine, status, events }) => [
            name,
            stateMachine,
            paintStatus(terminal, status),
            String(events),
          ]);
          terminal.out(renderTable(terminal, ['EXECUTION', 'STATE MACHINE', 'STATUS', 'EVENTS'], rows));
        }
      } finally {
        close();
      }
    });
}
