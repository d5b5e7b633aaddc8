import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';

interface NewOptions {
  readonly folder: string;
  readonly type?: string;
  readonly action?: string;
}

export function addNewCommand(program: Command, terminal: Terminal): void {
  program
    .command('new')
    .description('write a playbook to start from, with cases that pass')
    .argument('<id>', 'lower-case words with hyphens, such as close-my-buckets')
    .option('--folder <folder>', 'the folder of your playbooks', 'my-playbooks')
    .option(
      '--type <type>',
      "the GuardDuty finding type that it answers, or its beginning, such as 'Policy:S3/' (default: one that the action fits, else CryptoCurrency:EC2/)",
    )
    .option(
      '--action <id>',
      'what it does, such as s3.block-public-access (default: what is usual for the type)',
    )
    .addHelpText(
      'after',
      `
It asks before it acts (mode approve) until you say otherwise. Nothing is overwritten.
  tourniquet new close-my-buckets --type Policy:S3/`,
    )
    .action(async (id: string, options: NewOptions) => await writeNew(id, options, terminal));
}

async function writeNew(
  id: string,
  { folder, type, action }: NewOptions,
  { out, err, paint }: Terminal,
): Promise<void> {
  const { writePlaybook } = await import('../../playbooks/write-playbook.ts');
  const written = await writePlaybook({ id, folder, type: type ?? null, action: action ?? null });
  for (const file of written.files) out(`${paint('green', 'wrote')}  ${file}`);
  if (written.denied !== null)
    err(
      `${paint('yellow', 'note')}: on this example ${written.action ?? ''} is ${written.denied}; change the event of the case`,
    );
  if (written.action === null)
    err(`${paint('yellow', 'note')}: no action fits such findings by itself; it only tells people`);
  out(`
Now change what it answers and does, and say in its cases what must happen:
  npx --no-install tourniquet validate ${folder}/${id}
  npx --no-install tourniquet test ${folder}/${id}
Then try it on an event, with mode "auto" once you trust it:
  npx --no-install tourniquet run EVENT.json --playbooks ${folder} --dry-run`);
}
