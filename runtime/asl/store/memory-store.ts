import type { JournalEntry } from '../journal.ts';
import type {
  ExecutionFilter,
  ExecutionStore,
  JournalPlace,
  JournalRow,
  StoredExecution,
  StoredMachine,
} from './execution-store.ts';

interface Kept {
  readonly row: number;
  execution: StoredExecution;
  readonly entries: JournalEntry[];
}

/** Keeps everything in this process, for tests and single runs. */
export function createMemoryStore(): ExecutionStore {
  const machines = new Map<string, StoredMachine>();
  const definitions = new Map<string, string>();
  const executions = new Map<string, Kept>();
  /** The same, by row. */
  const started: Kept[] = [];
  return {
    saveMachine(machine) {
      machines.set(machine.arn, machine);
      definitions.set(machine.definitionHash, machine.definition);
      return undefined;
    },
    machines: () => [...machines.values()],
    definition: (hash) => definitions.get(hash),
    insertExecution(execution) {
      const kept: Kept = { row: started.length, execution, entries: [] };
      started.push(kept);
      executions.set(execution.arn, kept);
      return undefined;
    },
    findExecution: (arn) => executions.get(arn)?.execution,
    executions: (filter, { before = started.length, limit }) =>
      started
        .slice(0, before)
        .filter(({ execution }) => isWanted(execution, filter))
        .slice(-limit)
        .toReversed()
        .map(({ row, execution }) => ({ row, ...execution })),
    running: () => started.map(({ execution }) => execution).filter(({ status }) => status === 'RUNNING'),
    append(arn, entries, change) {
      const kept = executions.get(arn);
      if (!kept) return undefined;
      for (const entry of entries) kept.entries.push(entry);
      if (change) kept.execution = { ...kept.execution, ...change };
      return undefined;
    },
    journal: (arn, from) => rowsOf(executions.get(arn)?.entries ?? [], from),
  };
}

const isWanted = (execution: StoredExecution, { stateMachineArn, status }: ExecutionFilter): boolean =>
  (stateMachineArn === undefined || execution.stateMachineArn === stateMachineArn) &&
  (status === undefined || execution.status === status);

/** Each entry counts as a row. */
function* rowsOf(
  entries: readonly JournalEntry[],
  { row: first, reverse }: JournalPlace = { row: 0, reverse: false },
): Generator<JournalRow> {
  const step = reverse ? -1 : 1;
  let row = reverse ? Math.min(first, entries.length - 1) : first;
  for (let entry = entries[row]; entry; entry = entries[(row += step)]) yield { row, entries: [entry] };
}
