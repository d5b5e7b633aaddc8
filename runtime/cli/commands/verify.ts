import type { Command } from 'commander';
import { findBrokenLink } from '../../../core/records/find-broken-link.ts';
import type { Home } from '../../home/home.ts';
import { accountOption } from '../account-options.ts';
import { dbOption } from '../db-option.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { requireFile } from '../open-store.ts';
import { requireIncident } from '../require-incident.ts';
import { paintStatus } from '../render/status.ts';
import type { Terminal } from '../terminal.ts';

interface VerifyOptions extends HomeChoice {
  readonly db: string;
  readonly json: boolean;
}

export function addVerifyCommand(program: Command, terminal: Terminal): void {
  program
    .command('verify')
    .description('re-read the account, and check that nobody edited the timeline')
    .argument('<incident>', 'such as inc-0123456789abcdef')
    .addOption(dbOption())
    .addOption(accountOption())
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      '\nExit code: 0 when everything that was applied holds and the timeline is whole, 1 otherwise.',
    )
    .action(async (incident: string, options: VerifyOptions) => {
      process.exitCode = (await verify(incident, options, terminal)) ? 0 : 1;
    });
}

async function verify(incident: string, options: VerifyOptions, terminal: Terminal): Promise<boolean> {
  requireFile(options.db);
  const { home } = await openCommandHome(options, terminal);
  try {
    await requireIncident(home.stores, incident, options.db);
    const review = await reviewIncident(home, incident);
    if (options.json) terminal.out(JSON.stringify(review, null, 2));
    else print(terminal, review);
    return (
      review.timeline.broken === null && review.actions.every(({ verified }) => verified === 'contained')
    );
  } finally {
    await home.close();
  }
}

type Review = Awaited<ReturnType<typeof reviewIncident>>;

async function reviewIncident(home: Home, incident: string) {
  const applied = (await home.stores.outcomes.list(incident)).filter(({ status }) => status === 'applied');
  const actions = await Promise.all(
    applied.map(async ({ run, action, target, plan }) => ({
      action,
      target: target?.id ?? '',
      ...(await home.lookAgain(run, plan ?? '')),
    })),
  );
  const lines = await home.stores.timeline.list(incident);
  return { incident, actions, timeline: { lines: lines.length, broken: findBrokenLink(lines, home.digest) } };
}

function print(terminal: Terminal, { actions, timeline }: Review): void {
  for (const { action, target, verified, reason } of actions) {
    terminal.out(`${paintStatus(terminal, verified)}  ${action} ${target}: ${reason}`);
  }
  if (actions.length === 0) terminal.out('Nothing is applied.');
  const { lines, broken } = timeline;
  terminal.out(
    broken === null
      ? `The timeline is whole: ${lines} lines.`
      : `${terminal.paint('red', 'The timeline was tampered with')}: line ${broken.sequence} (${broken.kind}): ${broken.reason}.`,
  );
}
