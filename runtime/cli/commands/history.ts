import type { Command } from 'commander';
import type { Engine } from '../../asl/index.ts';
import { listExecutions } from '../../home/engine-ports.ts';
import { dbOption } from '../db-option.ts';
import { openStore } from '../open-store.ts';
import { readHistory } from '../read-history.ts';
import { renderHistory, renderStates } from '../render/history.ts';
import { paintStatus } from '../render/status.ts';
import { renderTable } from '../render/table.ts';
import type { Terminal } from '../terminal.ts';

interface HistoryOptions {
  readonly db: string;
  readonly states: boolean;
  readonly json: boolean;
}

export function addHistoryCommand(program: Command, terminal: Terminal): void {
  program
    .command('history')
    .description("show an execution's history, as Step Functions' GetExecutionHistory has it")
    .argument('[execution]', 'its name or ARN; without one, all executions are listed')
    .addOption(dbOption())
    .option('--states', 'only the states, and how long each took', false)
    .option('--json', 'print every event with all its details', false)
    .action((execution: string | undefined, options: HistoryOptions) => {
      const { engine, close } = openStore(options.db);
      try {
        if (execution === undefined) printExecutions(terminal, engine, options);
        else printHistory(terminal, engine, execution, options);
      } finally {
        close();
      }
    });
}

function printExecutions(terminal: Terminal, engine: Engine, { json }: HistoryOptions): void {
  const executions = listExecutions(engine);
  if (json) return terminal.out(JSON.stringify(executions, null, 2));
  const rows = executions.map(({ name, stateMachine, status, events }) => [
    name,
    stateMachine,
    paintStatus(terminal, status),
    String(events),
  ]);
  terminal.out(renderTable(terminal, ['EXECUTION', 'STATE MACHINE', 'STATUS', 'EVENTS'], rows));
}

function printHistory(
  terminal: Terminal,
  engine: Engine,
  execution: string,
  { json, states }: HistoryOptions,
): void {
  const events = readHistory(engine, execution);
  if (json) terminal.out(JSON.stringify(events, null, 2));
  else terminal.out(states ? renderStates(terminal, events) : renderHistory(terminal, events));
}
