import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { createProgram } from '../../../runtime/cli/program.ts';
import { openTerminal } from '../../../runtime/cli/terminal.ts';
import { root, runCli } from './spawn-cli.ts';

const program = createProgram(openTerminal());

/** Every command with its full name, those within commands too. */
const collect = (command: Command, before: string): readonly (readonly [string, Command])[] =>
  command.commands.flatMap((one) => {
    const name = `${before}${one.name()}`;
    return [[name, one] as const, ...collect(one, `${name} `)];
  });
const commands = collect(program, '');

describe('--help', () => {
  it('knows the commands that there are', () => {
    const names = commands.map(([name]) => name);
    for (const name of ['run', 'contain', 'undo', 'pause', 'resume', 'new', 'test', 'validate'])
      expect(names).toContain(name);
  });

  it.each(commands)(
    'of %s says how it is used, what it does, and what each option is for',
    (name, command) => {
      const help = command.helpInformation();
      expect(help).toMatch(new RegExp(`^Usage: tourniquet ${name} `));
      expect(command.description()).not.toBe('');
      expect(help).toContain(command.description().slice(0, 40));
      for (const { long, description } of command.options) {
        expect(description).not.toBe('');
        expect(help).toContain(long ?? '');
      }
      for (const argument of command.registeredArguments) expect(argument.description).not.toBe('');
    },
  );

  it('of the program lists every command', async () => {
    const { code, out, err } = await runCli('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name } of program.commands.map((one) => ({ name: one.name() })))
      expect(out).toMatch(new RegExp(`^ {2}${name}[ |]`, 'm'));
  });

  it('is found in the README by every command', () => {
    const readme = readFileSync(`${root}README.md`, 'utf8');
    for (const one of program.commands) expect(readme).toMatch(new RegExp(`^\\| \`${one.name()}[ \`]`, 'm'));
  });
});
