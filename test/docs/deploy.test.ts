import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functions } from '../../infra/functions.ts';
import { createProgram } from '../../runtime/cli/program.ts';
import type { Terminal } from '../../runtime/cli/terminal.ts';
import { flagsOf, readAwsCommand } from './aws-commands.ts';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(`docs/${name}`, root), 'utf8');
const lines = [...read('deploy.md').matchAll(/^\$ (.+)$/gm)].map(([, line = '']) => line);
const beginning = (start: string) => lines.filter((line) => line.startsWith(start));

/** Services whose SDK client the project has no use for: nothing here knows their commands. */
const unchecked = new Set(['cloudformation']);

describe('docs/deploy.md', () => {
  const aws = beginning('aws ')
    .map(readAwsCommand)
    .filter(({ service }) => !unchecked.has(service));

  it.each(aws)('$line names a command and flags that the AWS CLI has', (command) => {
    const known = flagsOf(command);
    expect(known, `aws ${command.service} has no ${command.operation}`).not.toBeNull();
    for (const flag of command.flags) expect(known).toContain(flag);
  });

  it.each(beginning('npx --no-install tourniquet '))('%s is a command with its options', (line) => {
    const [name = '', ...rest] = line.split(' ').slice(3);
    const command = createProgram({} as Terminal).commands.find((one) => one.name() === name);
    expect(command, name).toBeDefined();
    const known = command?.options.map(({ long }) => long);
    for (const flag of rest.filter((word) => word.startsWith('--'))) expect(known).toContain(flag);
  });

  it('signs what a log writer sends for the Region that it is sent to, and sends a file that is there', () => {
    const [sent = '', ...others] = beginning('curl ');
    expect(others).toEqual([]);
    const [, signed, file = '', region, path] =
      /--aws-sigv4 aws:amz:([\w-]+):execute-api .* --json @(\S+) https:\/\/\w+\.execute-api\.([\w-]+)\.amazonaws\.com(\S+)$/.exec(
        sent,
      ) ?? [];
    expect([signed, path]).toEqual([region, '/v1/events']);
    expect(existsSync(new URL(file, root)), file).toBe(true);
  });

  it('shows nothing else but npm, npx cdk, cp, and how curl gets credentials', () => {
    const others = lines.filter(
      (line) =>
        !/^(aws|npx --no-install tourniquet|npx cdk|npm ci|cp|curl|eval "\$\(aws configure export-credentials)\b/.test(
          line,
        ),
    );
    expect(others).toEqual([]);
  });
});

describe('docs/security.md', () => {
  it('names functions and tests that are there', () => {
    const text = read('security.md');
    for (const [, name = ''] of text.matchAll(/`(\w+Function)`/g))
      expect(Object.keys(functions)).toContain(name);
    for (const [, file = ''] of text.matchAll(/`(?:test\/infra\/)?([\w-]+\.test\.ts)`/g)) {
      expect(existsSync(new URL(`test/infra/${file}`, root)), file).toBe(true);
    }
  });
});
