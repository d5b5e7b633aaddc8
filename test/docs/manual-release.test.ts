import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tasks/actions/catalog.ts';
import { isRead } from '../../tasks/actions/runner/permissions.ts';
import { type AwsCommand, flagsOf, readAwsCommand } from './aws-commands.ts';

const text = readFileSync(new URL('../../docs/manual-release.md', import.meta.url), 'utf8');
const [, ...parts] = text.split(/^## `([^`]+)`$/m);
const sections = new Map(
  Array.from({ length: parts.length / 2 }, (_, n) => [parts[2 * n] ?? '', parts[2 * n + 1] ?? '']),
);
const sectionOf = (id: string): string => sections.get(id) ?? '';

const commandsIn = (section: string): readonly AwsCommand[] =>
  (section.match(/^aws .+$/gm) ?? []).map(readAwsCommand);

const commands = [...sections.values()].flatMap(commandsIn);

describe('docs/manual-release.md', () => {
  it('has a section for each action, in order, and none for what is no action', () => {
    expect([...sections.keys()]).toEqual([...catalog.keys()].toSorted());
  });

  it.each([...catalog.values()].filter(({ undo }) => undo === 'reversible'))(
    'shows how to look at, undo and check what $id did',
    ({ id }) => {
      const operations = commandsIn(sectionOf(id)).map(({ operation }) => operation);
      expect(operations.some(isRead), 'a command that reads').toBe(true);
      expect(
        operations.some((name) => !isRead(name)),
        'a command that undoes',
      ).toBe(true);
      expect(isRead(operations[0] ?? '')).toBe(true);
      expect(sectionOf(id)).toMatch(/plan\.before/);
      expect(sectionOf(id)).toMatch(/Then: /);
    },
  );

  it.each([...catalog.values()].filter(({ undo }) => undo !== 'reversible'))(
    'says what to do instead of undoing $id',
    ({ id }) => {
      expect(sectionOf(id)).toMatch(/Nothing to release|Nothing can be taken back|is gone/);
      expect(sectionOf(id)).toMatch(/Once the case is closed|close there|tell the same people/);
    },
  );

  it('undoes with the operations that the action undoes with', () => {
    for (const { id, undo, permissions } of catalog.values()) {
      if (undo !== 'reversible') continue;
      const own = permissions.undo.map((permission) => permission.split(':')[1] ?? '');
      const shown = commandsIn(sectionOf(id)).filter(({ operation }) => !isRead(operation));
      for (const { operation } of shown) {
        const known = own.some((name) => comparable(name) === comparable(operation));
        expect(known, `${id}: ${operation} among ${own.join(', ')}`).toBe(true);
      }
    }
  });

  it.each(commands)('$line names a command and flags that the AWS CLI has', (command) => {
    const known = flagsOf(command);
    expect(known, `aws ${command.service} has no ${command.operation}`).not.toBeNull();
    for (const flag of command.flags) expect(known).toContain(flag);
  });
});

/** IAM's names for S3's public access blocks say whose, and that deleting is putting; V2 needs what V1 needs. */
const comparable = (name: string): string =>
  name.replace(/^(Put|Delete)(Bucket|Account)?PublicAccessBlock$/, 'PutPublicAccessBlock').replace(/V2$/, '');
