import type { JournalEntry } from '../journal.ts';
import type { ExecutionStore, StoredExecution, StoredMachine } from './execution-store.ts';

interface Kept {
  execution: StoredExecution;
  readonly entries: JournalEntry[];
}

/** Keeps everything in this process, for tests and single runs. */
export function createMemoryStore(): ExecutionStore {
  const machines = new Map<string, StoredMachine>();
  const definitions = new Map<string, string>();
  const executions = new Map<string, Kept>();
  return {
    saveMachine(machine) {
      machines.set(machine.arn, machine);
      definitions.set(machine.definitionHash, machine.definition);
      return undefined;
    },
    machines: () => [...machines.values()],
    definition: (hash) => definitions.get(hash),
    insertExecution(execution) {
      executions.set(execution.arn, { execution, entries: [] });
      return undefined;
    },
    findExecution: (arn) => executions.get(arn)?.execution,
    executions(filter, page) {
      const matching = [...executions.values()]
        .map(({ execution }) => execution)
        .filter(
          ({ stateMachineArn }) => !filter.stateMachineArn || stateMachineArn === filter.stateMachineArn,
        )
        .filter(({ status }) => !filter.status || status === filter.status)
        .toReversed();
      return matching.slice(page.offset, page.offset + page.limit);
    },
    running: () =>
      [...executions.values()].map(({ execution }) => execution).filter(({ status }) => status === 'RUNNING'),
    append(arn, entries, change) {
      const kept = executions.get(arn);
      if (!kept) return undefined;
      for (const entry of entries) kept.entries.push(entry);
      if (change) kept.execution = { ...kept.execution, ...change };
      return undefined;
    },
    journal: (arn) => executions.get(arn)?.entries ?? [],
  };
}
