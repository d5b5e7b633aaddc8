import { createSystemClock } from '../asl/index.ts';
import type { Config } from '../../core/config.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import { protectOurselves } from '../../tasks/aws/own-principals.ts';
import type { Home } from '../home/home.ts';
import type { HomeOptions } from '../home/open-home.ts';
import type { AccountKind } from '../store/account-kind.ts';
import { loadConfig } from './load-config.ts';
import type { Terminal } from './terminal.ts';

/** The options by which a command says what it works on. */
export interface HomeChoice {
  /** Absent: in memory. */
  readonly db?: string;
  readonly config?: string;
  readonly playbooks?: string;
  readonly detections?: string;
  /** @default simulated */
  readonly account?: AccountKind;
  readonly mode?: Mode;
  readonly dryRun?: boolean;
}

interface CommandHome {
  readonly home: Home;
  /** The boldest mode in it. */
  readonly mode: Mode;
  readonly config: Config;
}

/**
 * The home that a command works in. The mode is that of the command line, else the configuration's, else auto
 * on simulated accounts and shadow on real ones, which are named on the terminal. The home, and with it the
 * AWS SDK, is loaded only now, so that `--help` need not wait for it.
 */
export async function openCommandHome(choice: HomeChoice, terminal: Terminal): Promise<CommandHome> {
  const { account = 'simulated' } = choice;
  const config = await loadConfig(choice.config ?? null, account === 'aws' ? 'shadow' : 'auto');
  const mode = choice.dryRun === true ? 'shadow' : (choice.mode ?? config.mode);
  const options: HomeOptions = {
    database: choice.db ?? null,
    config: { ...config, mode },
    playbooks: choice.playbooks ?? null,
    detections: choice.detections,
  };
  if (account === 'aws') return { home: await openOnAws(options, terminal), mode, config };
  const { openHome } = await import('../home/open-home.ts');
  return { home: await openHome(options), mode, config };
}

async function openOnAws(options: HomeOptions, { err, paint }: Terminal): Promise<Home> {
  const { createAwsAccess } = await import('../../tasks/aws/access.ts');
  const { allClients } = await import('../../tasks/aws/all-clients.ts');
  const { openHomeOnAws } = await import('../home/open-home.ts');
  const { aws, mode } = options.config;
  const accounts = await createAwsAccess({ aws, clock: createSystemClock(), makers: allClients });
  const { caller } = accounts;
  const guardrails = protectOurselves(options.config.guardrails, caller, aws);
  const home = await openHomeOnAws({ ...options, config: { ...options.config, guardrails } }, accounts);
  const where =
    aws.role === null
      ? `real account ${caller.account}`
      : `real accounts, as role ${aws.role} from account ${caller.account}`;
  err(`${paint('yellow', where)}, mode ${mode}: ${whatModeMeans[mode]}`);
  return home;
}

const whatModeMeans: Readonly<Record<Config['mode'], string>> = {
  shadow: 'playbooks plan and change nothing',
  approve: 'playbooks change what a person approves',
  auto: 'playbooks change what they find fit',
};
