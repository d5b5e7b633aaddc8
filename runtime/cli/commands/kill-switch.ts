import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { dbOption } from '../db-option.ts';
import { openStore } from '../open-store.ts';
import type { Terminal } from '../terminal.ts';

interface SwitchOptions {
  readonly db: string;
  readonly by: string;
  readonly reason: string;
}

/** `pause` and `resume`: the kill switch, also while another process works on the database. */
export function addKillSwitchCommands(program: Command, terminal: Terminal): void {
  const add = (name: string, description: string, paused: boolean): Command =>
    program
      .command(name)
      .description(description)
      .addOption(dbOption())
      .option('--by <name>', 'who turns it, for the record', userInfo().username)
      .option('--reason <text>', 'why', 'none given')
      .action(async (options: SwitchOptions) => await turn(paused, options, terminal));
  add('pause', 'kill switch on: nothing automatic changes an account any more', true).addHelpText(
    'after',
    '\nWhat is under way is finished step by step; undo, asked for by a person, still works.',
  );
  add('resume', 'kill switch off', false);
}

async function turn(paused: boolean, { db, by, reason }: SwitchOptions, terminal: Terminal): Promise<void> {
  const store = openStore(db);
  try {
    await store.controls.set({ paused, by, at: new Date().toISOString(), reason });
    terminal.out(
      paused
        ? `Paused: no playbook changes an account until: tourniquet resume --db ${db}`
        : 'Resumed: playbooks act again.',
    );
  } finally {
    store.close();
  }
}
