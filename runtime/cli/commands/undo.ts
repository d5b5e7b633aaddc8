import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { accountOption } from '../account-options.ts';
import { dbOption } from '../db-option.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { requireFile } from '../open-store.ts';
import type { Terminal } from '../terminal.ts';

export function addUndoCommand(program: Command, terminal: Terminal): void {
  program
    .command('undo')
    .description('release an incident: undo what it alone holds, newest first')
    .argument('<incident>', 'such as inc-0123456789abcdef')
    .addOption(dbOption())
    .option('--by <name>', 'who asks, for the timeline', userInfo().username)
    .addOption(accountOption())
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print what was undone and what was left as JSON', false)
    .addHelpText(
      'after',
      `
What another incident holds as well, and what a person changed since, is left alone and said.`,
    )
    .action(async (incident: string, options: UndoOptions) => {
      process.exitCode = (await undo(incident, options, terminal)) ? 0 : 1;
    });
}

interface UndoOptions extends HomeChoice {
  readonly db: string;
  readonly by: string;
  readonly json: boolean;
}

/** @returns whether the incident holds nothing any more. */
async function undo(incident: string, options: UndoOptions, terminal: Terminal): Promise<boolean> {
  requireFile(options.db);
  const { home } = await openCommandHome(options, terminal);
  try {
    const reply = await home.release(incident, options.by);
    if (options.json) terminal.out(JSON.stringify(reply, null, 2));
    else {
      const { paint } = terminal;
      for (const { action, target } of reply.undone)
        terminal.out(`${paint('green', 'undone')}  ${action} ${target.id}`);
      for (const { action, target, why } of reply.left) {
        terminal.out(`${paint('yellow', 'left')}    ${action} ${target.id}: ${why}`);
      }
      terminal.out(
        reply.released ? `${incident} is released.` : `${incident} still holds something; ask again.`,
      );
    }
    return reply.released;
  } finally {
    await home.close();
  }
}
