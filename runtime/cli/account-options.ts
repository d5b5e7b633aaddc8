import { Option } from 'commander';
import { Mode } from '../../core/playbook/protocol.ts';

/** For commands that act on accounts, or look into them. */
export const accountOption = (): Option =>
  new Option('--account <kind>', 'where actions act: simulated accounts, or real ones')
    .choices(['simulated', 'aws'])
    .default('simulated');

/** For commands that run playbooks. */
export const modeOption = (): Option =>
  new Option(
    '--mode <mode>',
    'the boldest mode of playbooks (default: as configured; else auto, on aws shadow)',
  )
    .choices(Mode.options)
    .conflicts('dryRun');
