import type { Mode } from '../../core/playbook/protocol.ts';
import type { Home } from '../home/home.ts';
import { loadConfig } from './load-config.ts';

/** The options by which a command says what it works on. */
export interface HomeChoice {
  /** Absent: in memory. */
  readonly db?: string;
  readonly config?: string;
  readonly playbooks?: string;
  readonly dryRun?: boolean;
}

/**
 * The home that a command works in, and the boldest mode in it: the configuration's, `shadow` for a dry run.
 * The home, and with it the AWS SDK, is loaded only now, so that `--help` need not wait for it.
 */
export async function openCommandHome(
  choice: HomeChoice,
): Promise<{ readonly home: Home; readonly mode: Mode }> {
  const config = await loadConfig(choice.config ?? null);
  const mode = choice.dryRun === true ? 'shadow' : config.mode;
  const { openHome } = await import('../home/open-home.ts');
  const home = await openHome({
    database: choice.db ?? null,
    config: { ...config, mode },
    playbooks: choice.playbooks ?? null,
  });
  return { home, mode };
}
