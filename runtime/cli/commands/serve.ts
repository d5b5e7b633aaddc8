import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { announceQuestion, type AnnouncePlace } from '../announce.ts';
import type { Home } from '../../home/home.ts';
import { isOpenToLocal, placeOf } from '../../http/listen-place.ts';
import { accountOption, modeOption } from '../account-options.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import type { Terminal } from '../terminal.ts';

interface ServeOptions extends HomeChoice {
  readonly host: string;
  readonly port: number;
  readonly db: string;
  readonly build: boolean;
}

const sweepEveryMs = 60_000;
/** How soon what `tourniquet approve` decided is seen, and what `tourniquet dlq redrive` asks for. */
const lookEveryMs = 1000;

export function addServeCommand(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('keep the embedded home running, with its console, API and approval pages')
    .option('--host <address>', 'where it listens; others than this machine need server.people', '127.0.0.1')
    .option('--port <number>', 'its port; 0 takes a free one', parsePort, 7788)
    .option('--db <file>', 'where everything is kept', '.tourniquet/tourniquet.db')
    .addOption(accountOption())
    .addOption(modeOption())
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--detections <folder>', 'detection rules (default: those that ship with tourniquet)')
    .option('--no-build', 'serve the console as it was built last, if it was')
    .addHelpText(
      'after',
      `
Executions that an earlier process left unfinished go on. Ctrl-C ends it; nothing is lost.
Without server.people in the configuration, Step Functions' own API answers there too:
  aws stepfunctions list-state-machines --endpoint-url http://127.0.0.1:7788 --no-sign-request`,
    )
    .action(async (options: ServeOptions) => await serve(options, terminal));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It is no port: a number from 0 to 65535.');
}

async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  await mkdir(dirname(options.db), { recursive: true });
  const { startServer } = await import('../../server.ts');
  const { openConsole } = await import('../open-console.ts');
  const built = openConsole(options.build, terminal);
  const { home, config } = await openCommandHome(options, terminal);
  try {
    const server = await startServer({
      ...(await import('../../http/api-ports.ts')).createApiPorts({
        home,
        account: options.account ?? 'simulated',
        config,
        playbooks: options.playbooks ?? null,
        tell: (line) => terminal.out(line),
        onFault: (error) => terminal.err(`a request failed: ${error.message}`),
      }),
      ...placeOf(options, config),
      engine: isOpenToLocal(config) ? home.engine : null,
      console: await built,
    });
    // Before it says that it can be ended.
    const stopped = untilStopped();
    terminal.out(
      `Tourniquet is at ${terminal.paint('bold', server.url)}, its data in ${options.db}. Ctrl-C ends it.`,
    );
    if (!isOpenToLocal(config) && config.server.people.length === 0)
      terminal.err(
        `${terminal.paint('yellow', 'console and API are shut')}: approvals.url leads others here, and nobody would have to sign in; put people into server.people: tourniquet token`,
      );
    const stop = await goOn(home, { terminal, base: config.approvals.url ?? server.url, db: options.db });
    await stopped;
    stop();
    await server.close();
  } finally {
    await home.close();
  }
}

/** Puts the questions on the terminal, and goes on with what an earlier process, or another one, left. */
async function goOn(home: Home, place: AnnouncePlace): Promise<() => void> {
  const { terminal } = place;
  for (const { id } of await home.waitingApprovals()) {
    // In the order in which they were asked.
    // oxlint-disable-next-line no-await-in-loop
    await announceQuestion(home, id, place);
  }
  home.onQuestion(({ id }) => void announceQuestion(home, id, place));
  await home.resume();
  const every = (ms: number, what: string, work: () => Promise<unknown>) =>
    setInterval(() => {
      void work().catch((error: Error) => terminal.err(`${what} failed: ${error.message}`));
    }, ms);
  const timers = [
    every(sweepEveryMs, 'the sweeper', async () => await home.sweep({})),
    every(sweepEveryMs, 'tending the lake', async () => (await home.lake.tend()).forEach(terminal.err)),
    every(sweepEveryMs, 'forgetting what expired', async () => await home.forgetExpired()),
    every(lookEveryMs, 'handing on decisions', async () => await home.goOnWithDecisions()),
    every(lookEveryMs, 'trying dead letters again', async () => await home.redriveWanted()),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

const untilStopped = async (): Promise<void> =>
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
