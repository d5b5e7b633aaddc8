import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { deadLetterQueues } from '../../../core/records/dead-letters.ts';
import { inLines, readOriginal } from '../../../tasks/redrive-letter/read-original.ts';
import { createRawFiles } from '../../store/raw-files.ts';
import { accountOption, modeOption } from '../account-options.ts';
import { approveOption, rejectOption } from '../answer-options.ts';
import { dbOption } from '../db-option.ts';
import { findMisuse, type Queue } from '../dead-letters/choose-letters.ts';
import { dropLetters, type DropOptions } from '../dead-letters/drop-letters.ts';
import { redriveLetters, type RedriveOptions } from '../dead-letters/redrive-letters.ts';
import { renderLetter, renderLetters } from '../dead-letters/render-letters.ts';
import { openStore } from '../open-store.ts';
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
Nothing leaves them in silence: what went well when it was tried again, and what was dropped, stays in list --ended.`,
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

interface ListOptions {
  readonly db: string;
  readonly queue?: Queue;
  readonly ended: boolean;
  readonly limit: number;
  readonly json: boolean;
}

function addList(dlq: Command, terminal: Terminal): void {
  dlq
    .command('list')
    .description('those that wait, newest first')
    .addOption(dbOption())
    .addOption(queueOption())
    .option('--ended', 'those that wait no longer: redriven or dropped, by whom', false)
    .option('--limit <number>', 'how many', parseLimit, 50)
    .option('--json', 'print them as JSON', false)
    .action(async (options: ListOptions) => await list(options, terminal));
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new InvalidArgumentError('It is no number from 1 to 10000.');
}

async function list({ db, queue, ended, limit, json }: ListOptions, terminal: Terminal): Promise<void> {
  const store = openStore(db);
  try {
    const { newest, newestEnded } = store.stores.deadLetters;
    const read = ended ? newestEnded : newest;
    const matches = (letter: { readonly queue: Queue }) => queue === undefined || letter.queue === queue;
    const { items, next } = await read({ limit, matches });
    if (json) terminal.out(JSON.stringify(items, null, 2));
    else if (items.length === 0)
      terminal.out(ended ? 'None was redriven or dropped yet.' : 'No dead letter waits.');
    else terminal.out(renderLetters(terminal, items));
    if (next !== null) terminal.err(`There are more; see them with --limit ${Math.min(10_000, limit * 4)}.`);
  } finally {
    store.close();
  }
}

interface ShowOptions {
  readonly db: string;
  readonly save?: string;
  readonly json: boolean;
}

function addShow(dlq: Command, terminal: Terminal): void {
  dlq
    .command('show')
    .description('one of them: why, how often it was tried, and what came')
    .argument('<id>', 'of: tourniquet dlq list')
    .addOption(dbOption())
    .option('--save <file>', 'write the original bytes into this file')
    .option('--json', 'print it as JSON', false)
    .action(async (id: string, options: ShowOptions) => await show(id, options, terminal));
}

async function show(id: string, { db, save, json }: ShowOptions, terminal: Terminal): Promise<void> {
  const store = openStore(db);
  try {
    const letter = await store.stores.deadLetters.require(id);
    const reading = readOriginal(createRawFiles(`${db}-raw`), letter);
    // Who wants the bytes is told that they are gone; who looks sees the rest.
    const original = save === undefined ? await reading.catch(() => null) : await reading;
    if (save !== undefined && original !== null) await writeFile(save, inLines(original));
    terminal.out(json ? JSON.stringify(letter, null, 2) : renderLetter(terminal, letter, original));
  } finally {
    store.close();
  }
}

function addRedrive(dlq: Command, terminal: Terminal): void {
  dlq
    .command('redrive')
    .description('try them again, as they came')
    .argument('[id...]', 'of: tourniquet dlq list')
    .addOption(dbOption())
    .option('--all', 'all that wait', false)
    .addOption(queueOption())
    .addOption(byOption())
    .addOption(approveOption())
    .addOption(rejectOption())
    .addOption(accountOption())
    .addOption(modeOption())
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--detections <folder>', 'detection rules (default: those that ship with tourniquet)')
    .option('--json', 'print what became of each as JSON', false)
    .addHelpText(
      'after',
      `
What fails again stays, with one try more. Nothing is trusted more than it was, and nothing is done twice.
Exit code: 0 when all of them went well, 1 otherwise.`,
    )
    .action(async (ids: readonly string[], options: RedriveOptions, command: Command) => {
      refuseMisuse(ids, options, command);
      process.exitCode = (await redriveLetters(ids, options, terminal)) ? 0 : 1;
    });
}

function addDrop(dlq: Command, terminal: Terminal): void {
  dlq
    .command('drop')
    .description('let them wait no longer; who, when and why stays')
    .argument('[id...]', 'of: tourniquet dlq list')
    .addOption(dbOption())
    .option('--all', 'all that wait', false)
    .addOption(queueOption())
    .addOption(byOption())
    .option('--reason <text>', 'why, for the record')
    .option('--yes', 'do not ask', false)
    .option('--json', 'print them as JSON', false)
    .action(async (ids: readonly string[], options: DropOptions, command: Command) => {
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
