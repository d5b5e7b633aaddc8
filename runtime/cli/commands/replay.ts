import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { InvalidFiles } from '../../invalid-files.ts';
import { findPlaybookFiles, type LoadedPlaybook } from '../../playbooks/read-playbook.ts';
import { readWithSiblings } from '../../playbooks/read-playbooks.ts';
import { dbOption } from '../db-option.ts';
import { loadConfig } from '../load-config.ts';
import { openStore } from '../open-store.ts';
import { showCount } from '../progress.ts';
import { renderReplay, summariseReplay } from '../render/replay.ts';
import { sinceOption } from '../since-option.ts';
import type { Terminal } from '../terminal.ts';

interface ReplayOptions {
  readonly playbook: string;
  readonly db: string;
  readonly since: string;
  readonly config?: string;
  readonly json: boolean;
}

export function addReplayCommand(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .description('say what a playbook would have done about the findings that are stored; nothing is changed')
    .requiredOption(
      '--playbook <file>',
      'a playbook, new or changed; those beside it are there for it to run',
    )
    .addOption(dbOption())
    .addOption(sinceOption('30d'))
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print the summary, and each finding with its actions, as JSON', false)
    .addHelpText(
      'after',
      `
Each finding that the trigger takes (with its incident as it stands now) is answered on an account that is made up from
what it names, in a process that reaches neither the database nor AWS. The playbook runs in its own mode, whatever the
configuration's; everybody who would be asked says yes and is counted. Guardrails are the configuration's; each finding
has the budgets to itself, and what real accounts hold besides is not known here.
Exit code: 0 when all could be replayed, 1 otherwise.`,
    )
    .action(async (options: ReplayOptions) => {
      process.exitCode = (await replay(options, terminal)) ? 0 : 1;
    });
}

/** @returns whether it can be said of every finding. */
async function replay(options: ReplayOptions, terminal: Terminal): Promise<boolean> {
  const { playbook, playbooks } = await readOne(options.playbook);
  const config = await loadConfig(options.config ?? null);
  const { replayFindings } = await import('../../replay/replay-findings.ts');
  const { stores, close } = openStore(options.db);
  const progress = showCount(terminal, 'starting');
  try {
    const { since } = options;
    const told = await replayFindings({
      stores,
      config,
      playbooks,
      playbook,
      since,
      tell: (looked, taken) => progress.tell(`${looked} findings looked at, ${taken} replayed`),
    });
    progress.stop();
    const summary = summariseReplay({ playbook, since, ...told });
    terminal.out(
      options.json
        ? JSON.stringify({ ...summary, findings: told.replayed }, null, 2)
        : renderReplay(terminal, summary, told.replayed),
    );
    return summary.failed === 0;
  } finally {
    progress.stop();
    close();
  }
}

interface OneOfMany {
  readonly playbook: string;
  readonly playbooks: readonly LoadedPlaybook[];
}

async function readOne(path: string): Promise<OneOfMany> {
  const [file, ...others] = await findPlaybookFiles(path);
  if (file === undefined || others.length > 0)
    throw new InvalidInput(`${path} holds ${others.length + 1} playbooks; name one of them`);
  const { loaded, problems } = await readWithSiblings(file);
  const own = loaded.find((one) => one.file === file);
  if (own === undefined || problems.length > 0) throw new InvalidFiles(problems);
  return { playbook: own.playbook.id, playbooks: loaded };
}
