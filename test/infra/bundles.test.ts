import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleTasks } from '../../infra/bundle/bundle-tasks.ts';
import { leaveOutMembers } from '../../infra/bundle/leave-out-members.ts';
import { functions } from '../../infra/functions.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bundles-'));

beforeAll(async () => await bundleTasks(folder), 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Of all code that a function would be deployed with; maps are read where an error's stack is. */
const bytesOf = (name: string): number =>
  readdirSync(join(folder, name))
    .filter((file) => !file.endsWith('.map'))
    .reduce((sum, file) => sum + statSync(join(folder, name, file)).size, 0);

describe('the bundle', () => {
  it.each(Object.keys(functions))('of %s has at most 1 MB', (name) => {
    expect(bytesOf(name)).toBeGreaterThan(100_000);
    expect(bytesOf(name)).toBeLessThanOrEqual(1_000_000);
  });
});

describe('leaveOutMembers', () => {
  const source =
    'export var ResourceDetails$ = [3, n0, _RDe,\n    0,\n    [_a],\n    [() => Huge$]\n];\nexport var Other$ = 1;\n';

  it('empties what no task reads', () => {
    expect(leaveOutMembers(source, 'client-securityhub')).toBe(
      'export var ResourceDetails$ = [3, n0, _RDe, 0, [], []];\nexport var Other$ = 1;\n',
    );
  });

  it('leaves other clients alone', () => {
    expect(leaveOutMembers(source, 'client-ec2')).toBe(source);
  });

  it('refuses a client that has no such structure any more', () => {
    expect(() => leaveOutMembers('', 'client-securityhub')).toThrow('no structure ResourceDetails');
  });
});
