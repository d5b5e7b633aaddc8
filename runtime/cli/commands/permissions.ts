import { type Command, Option } from 'commander';
import type { Phase } from '../../../core/action-spec.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { createPermissionPolicy } from '../../../tasks/aws/permission-policy.ts';
import type { Terminal } from '../terminal.ts';

const phases: readonly Phase[] = ['plan', 'apply', 'verify', 'undo'];

export function addPermissionsCommand(program: Command, terminal: Terminal): void {
  program
    .command('permissions')
    .description('print the IAM policy that --account aws needs, made from the catalog of actions')
    .addOption(
      new Option('--phase <phase...>', 'of these phases only').choices(phases).default(phases, 'all'),
    )
    .addHelpText(
      'after',
      `
Mode shadow needs "--phase plan", which reads; "verify" reads too. Each session of the responder role is cut
down further, to one phase of one action.`,
    )
    .action(({ phase }: { readonly phase: readonly Phase[] }) => {
      terminal.out(JSON.stringify(createPermissionPolicy(catalog, phase), null, 2));
    });
}
