import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Holding, ReleaseIncident } from '../../../tasks/release-incident/index.ts';
import { accountOption } from '../account-options.ts';
import { dbOption } from '../db-option.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { requireFile } from '../open-store.ts';
import { requireIncident } from '../require-incident.ts';
import type { Terminal } from '../terminal.ts';

export function addUndoCommand(program: Command, terminal: Terminal): void {
  program
    .command('undo')
    .description('release an incident: undo what it alone holds, newest first')
    .argument('<incident>', 'such as inc-0123456789abcdef')
    .addOption(dbOption())
    .option('--action <id>', 'only what this action holds, such as ec2.isolate-instance')
    .option('--dry-run', 'say what would be undone, call by call, and what is left; change nothing', false)
    .option('--by <name>', 'who asks, for the timeline', userInfo().username)
    .addOption(accountOption())
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print what was undone and what was left as JSON', false)
    .addHelpText(
      'after',
      `
What another incident holds as well, and what a person changed since, is left alone and said. From then on, containing
the incident again is asked about first.
Exit code: 0 when nothing of it is held any more (with --dry-run: would be), 1 otherwise.`,
    )
    .action(async (incident: string, options: UndoOptions) => {
      process.exitCode = (await undo(incident, options, terminal)) ? 0 : 1;
    });
}

interface UndoOptions extends Omit<HomeChoice, 'dryRun'> {
  readonly db: string;
  readonly action?: string;
  readonly dryRun: boolean;
  readonly by: string;
  readonly json: boolean;
}

/** @returns whether nothing of what was asked for is held any more. */
async function undo(incident: string, options: UndoOptions, terminal: Terminal): Promise<boolean> {
  const { db, by, action, dryRun, json, ...choice } = options;
  requireFile(db);
  const { home } = await openCommandHome({ ...choice, db }, terminal);
  try {
    await requireIncident(home.stores, incident, db);
    if (dryRun) {
      const rehearsal = await home.rehearseRelease(incident, action);
      if (json) terminal.out(JSON.stringify(rehearsal, null, 2));
      else tellRehearsal(terminal, incident, rehearsal);
      return isLetGo(rehearsal, action);
    }
    const reply = await home.release(incident, by, action);
    if (json) terminal.out(JSON.stringify(reply, null, 2));
    else tellReply(terminal, incident, reply);
    return isLetGo(reply, action);
  } finally {
    await home.close();
  }
}

/** Whether nothing of it, or of the action (by its id, or the part after the dot), is held any more. */
const isLetGo = ({ released, held }: Holding, asked: string | undefined): boolean =>
  asked === undefined
    ? released
    : held.every(({ action }) => action !== asked && !action.endsWith(`.${asked}`));

type Reply = Awaited<ReturnType<ReleaseIncident['release']>>;
type Rehearsal = Awaited<ReturnType<ReleaseIncident['rehearse']>>;

function tellReply(
  { out, paint }: Terminal,
  incident: string,
  { undone, left, held, released }: Reply,
): void {
  for (const { action, target } of undone) out(`${paint('green', 'undone')}  ${action} ${target.id}`);
  for (const { action, target, why } of left)
    out(`${paint('yellow', 'left')}    ${action} ${target.id}: ${why}`);
  out(released ? `${incident} is released.` : `${incident} still holds ${describe(held)}.`);
}

function tellRehearsal({ out, paint }: Terminal, incident: string, rehearsal: Rehearsal): void {
  const { undone, left, held, released } = rehearsal;
  for (const { action, target, what, calls } of undone) {
    const words = what.length === 0 ? 'it stands as before already' : what.join('; ');
    out(`${paint('cyan', 'would undo')}   ${action} ${target.id}: ${words}`);
    for (const { service, command, input } of calls)
      out(paint('dim', `               ${service} ${command} ${JSON.stringify(input)}`));
  }
  for (const { action, target, why } of left)
    out(`${paint('yellow', 'would leave')}  ${action} ${target.id}: ${why}`);
  const after = released ? 'would be released' : `would still hold ${describe(held)}`;
  out(`Nothing was changed. ${incident} ${after}.`);
}

const describe = (held: Reply['held']): string =>
  held.map(({ action, target }) => `${action} on ${target.id}`).join(', ');
