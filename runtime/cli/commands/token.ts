import { hash, randomBytes } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { Role } from '../../../core/api/session.ts';
import { ApproverName } from '../../../core/approval-config.ts';
import type { PersonConfig } from '../../../core/server-config.ts';
import type { Terminal } from '../terminal.ts';

interface TokenOptions {
  readonly name: string;
  readonly role: readonly Role[];
  readonly json: boolean;
}

export function addTokenCommand(program: Command, terminal: Terminal): void {
  program
    .command('token')
    .description('make a token with which a person uses console and API')
    .requiredOption('--name <name>', 'whose it is, as the timeline will call them', parseName)
    .requiredOption('--role <role>', `what they may do: ${Role.options.join(', ')}; several times`, addRole)
    .option('--json', 'print token and configuration as JSON', false)
    .addHelpText(
      'after',
      `
The token is shown this once; the configuration gets only its hash. Every role may look:
  approver answers questions   responder undoes, responds, redrives, pauses   author writes playbooks
But writer: that is for programs, which send logs and see nothing.`,
    )
    .action((options: TokenOptions) => printToken(options, terminal));
}

function parseName(text: string): string {
  const name = ApproverName.safeParse(text);
  if (name.success) return name.data;
  throw new InvalidArgumentError('It is no name: letters, digits and . _ - @ +, at most 64.');
}

function addRole(text: string, before: readonly Role[] = []): readonly Role[] {
  const role = Role.safeParse(text);
  if (!role.success) throw new InvalidArgumentError(`It is no role: ${Role.options.join(', ')}.`);
  return [...new Set([...before, role.data])];
}

function printToken({ name, role: roles, json }: TokenOptions, { out, paint }: Terminal): void {
  const token = randomBytes(32).toString('base64url');
  const person: PersonConfig = { name, roles: [...roles], tokenHash: hash('sha256', token) };
  if (json) return out(JSON.stringify({ token, person }, null, 2));
  out(`${paint('bold', token)}\n`);
  out(`Give it to ${name}; it is shown this once. Put into server.people of tourniquet.config.json:\n`);
  out(JSON.stringify(person, null, 2));
  out('\nThen start the server again.');
}
