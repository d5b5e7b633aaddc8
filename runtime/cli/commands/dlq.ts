import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { deadLetterQueues } from '../../../core/records/dead-letters.ts';
import { inLines } from '../../../tasks/redrive-letter/read-original.ts';
import { modeOption } from '../account-options.ts';
import { approveOption, rejectOption } from '../answer-options.ts';
import { findMisuse, type Queue } from '../dead-letters/choose-letters.ts';
import { dropLetters, type DropOptions } from '../dead-letters/drop-letters.ts';
import { type BoxChoice, openLetterBox } from '../dead-letters/letter-box.ts';
import { redriveLetters, type RedriveOptions } from '../dead-letters/redrive-letters.ts';
import { renderLetter, renderLetters } from '../dead-letters/render-letters.ts';
import type { Terminal } from '../terminal.ts';

/** What could not be handled: two queues, of what could not be read and of what could not be responded to. */
export function addDlqCommand(program: Command, terminal: Terminal): void {
  const dlq = program
    .command('dlq')
    .description('dead letters: what could not be handled, why, and what to do about it')
    .addHelpText(
      'after',
      `
Two queues: ingestion has what could not be read, processing what was read and whose triage failed.
Nothing leaves them in silence: what went well when it was tried again, and what was dropped, stays in list --ended.
With --db it is the database of a home, beside whose server all of it works. With --account aws, and no --db, it is
what is deployed in the Region of your credentials: the table, SQS's queues, and what was given up of the data stream.`,
    );
  addList(dlq, terminal);
  addShow(dlq, terminal);
  addRedrive(dlq, terminal);
  addDrop(dlq, terminal);
}

const queueOption = (): Option =>
  new Option('--queue <queue>', 'only those of one queue').choices(deadLetterQueues);
const byOption = (): Option =>
  new Option('--by <name>', 'who does it, for the record').default(userInfo().username);

/** Where the letters are. */
const withBox = (command: Command): Command =>
  command
    .option('--db <file>', 'the database of an earlier run, or of a server')
    .addOption(
      new Option('--account <kind>', 'aws, without --db: what is deployed there')
        .choices(['simulated', 'aws'])
        .default('simulated'),
    )
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)');

function requireBox({ db, account }: BoxChoice, command: Command): void {
  if (db === undefined && account !== 'aws')
    command.error("error: required option '--db <file>' not specified; or ask AWS with --account aws");
}

interface ListOptions extends BoxChoice {
  readonly queue?: Queue;
  readonly ended: boolean;
  readonly limit: number;
  readonly json: boolean;
}

function addList(dlq: Command, terminal: Terminal): void {
  withBox(dlq.command('list').description('those that wait, newest first'))
    .addOption(queueOption())
    .option('--ended', 'those that wait no longer: redriven or dropped, by whom', false)
    .option('--limit <number>', 'how many', parseLimit, 50)
    .option('--json', 'print them as JSON', false)
    .action(async (options: ListOptions, command: Command) => {
      requireBox(options, command);
      await list(options, terminal);
    });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new InvalidArgumentError('It is no number from 1 to 10000.');
}

async function list(
  { queue, ended, limit, json, ...choice }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const box = await openLetterBox(choice);
  try {
    const { items, more } = await box.list({ ended, limit, ...(queue && { queue }) });
    if (json) terminal.out(JSON.stringify(items, null, 2));
    else if (items.length === 0)
      terminal.out(ended ? 'None was redriven or dropped yet.' : 'No dead letter waits.');
    else terminal.out(renderLetters(terminal, items));
    if (more) terminal.err(`There are more; see them with --limit ${Math.min(10_000, limit * 4)}.`);
  } finally {
    await box.close();
  }
}

interface ShowOptions extends BoxChoice {
  readonly save?: string;
  readonly json: boolean;
}

function addShow(dlq: Command, terminal: Terminal): void {
  withBox(dlq.command('show').description('one of them: why, how often it was tried, and what came'))
    .argument('<id>', 'of: tourniquet dlq list')
    .option('--save <file>', 'write the original bytes into this file')
    .option('--json', 'print it as JSON', false)
    .action(async (id: string, options: ShowOptions, command: Command) => {
      requireBox(options, command);
      await show(id, options, terminal);
    });
}

async function show(id: string, { save, json, ...choice }: ShowOptions, terminal: Terminal): Promise<void> {
  const box = await openLetterBox(choice);
  try {
    const { letter, place, readOriginal } = await box.find(id);
    // Who wants the bytes is told that they are gone; who looks sees the rest.
    const original = save === undefined ? await readOriginal().catch(() => null) : await readOriginal();
    if (save !== undefined && original !== null) await writeFile(save, inLines(original));
    terminal.out(
      json ? JSON.stringify(letter, null, 2) : renderLetter(terminal, letter, { place, bytes: original }),
    );
  } finally {
    await box.close();
  }
}

function addRedrive(dlq: Command, terminal: Terminal): void {
  withBox(dlq.command('redrive').description('try them again, as they came'))
    .argument('[id...]', 'of: tourniquet dlq list')
    .option('--all', 'all that wait', false)
    .addOption(queueOption())
    .addOption(byOption())
    .addOption(approveOption())
    .addOption(rejectOption())
    .addOption(modeOption())
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--detections <folder>', 'detection rules (default: those that ship with tourniquet)')
    .option('--json', 'print what became of each as JSON', false)
    .addHelpText(
      'after',
      `
What fails again stays, with one try more. Nothing is trusted more than it was, and nothing is done twice.
Where a server holds the database, the server is asked to do it, and does so by its own configuration; so does a
deployment. With --db, --account says where actions act, as for run.
Exit code: 0 when all of them went well or were begun anew, 1 otherwise.`,
    )
    .action(async (ids: readonly string[], options: RedriveOptions, command: Command) => {
      requireBox(options, command);
      refuseMisuse(ids, options, command);
      process.exitCode = (await redriveLetters(ids, options, terminal)) ? 0 : 1;
    });
}

function addDrop(dlq: Command, terminal: Terminal): void {
  withBox(dlq.command('drop').description('let them wait no longer; who, when and why stays'))
    .argument('[id...]', 'of: tourniquet dlq list')
    .option('--all', 'all that wait', false)
    .addOption(queueOption())
    .addOption(byOption())
    .option('--reason <text>', 'why, for the record')
    .option('--yes', 'do not ask', false)
    .option('--json', 'print them as JSON', false)
    .action(async (ids: readonly string[], options: DropOptions, command: Command) => {
      requireBox(options, command);
      refuseMisuse(ids, options, command);
      process.exitCode = (await dropLetters(ids, options, terminal)) ? 0 : 1;
    });
}

function refuseMisuse(
  ids: readonly string[],
  options: Parameters<typeof findMisuse>[1],
  command: Command,
): void {
  const misuse = findMisuse(ids, options);
  if (misuse !== null) command.error(`error: ${misuse}`);
}
