import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleTasks } from '../../infra/bundle/bundle-tasks.ts';
import { leaveOutMembers } from '../../infra/bundle/leave-out-members.ts';
import { functions } from '../../infra/functions.ts';
import { libraryOf, readPlaybooks, shelfOf } from '../../infra/playbooks.ts';
import { apiEnvironment } from '../support/api-environment.ts';
import { claimsOf, makeGatewayEvent } from '../support/gateway-event.ts';

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

describe('the bundle of the API', () => {
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('answers without what was left out of it: routes, their document, and the checks of a playbook', async () => {
    const [playbook] = readPlaybooks(new URL('../../playbooks/', import.meta.url).pathname);
    if (playbook === undefined) throw new Error('there is no playbook');
    const code = join(folder, 'ApiFunction');
    writeFileSync(join(code, 'library.json'), libraryOf([playbook]));
    writeFileSync(join(code, 'shelf.json'), shelfOf([playbook]));
    for (const [name, value] of Object.entries({ ...apiEnvironment, LAMBDA_TASK_ROOT: code }))
      vi.stubEnv(name, value);
    vi.spyOn(console, 'info').mockReturnValue();
    const { handler } = (await import(join(code, 'index.mjs'))) as {
      handler: (event: object) => Promise<any>;
    };
    const ask = async (asked: Parameters<typeof makeGatewayEvent>[0]) => {
      const { statusCode, body } = await handler(makeGatewayEvent(asked));
      return [statusCode, JSON.parse(body)] as const;
    };
    expect(await ask({ path: '/health' })).toEqual([200, { status: 'ok' }]);
    const [, document] = await ask({ path: '/api/openapi.json' });
    expect(document).toMatchObject({ openapi: '3.1.0' });
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/sign-in', '/approve/{link}']));
    const [status, checked] = await ask({
      method: 'POST',
      path: '/api/playbooks/validate',
      body: { text: playbook.text.replace('"id"', '"identity"') },
      claims: claimsOf('ana', 'author'),
    });
    expect([status, checked.ok]).toEqual([200, false]);
    expect(checked.problems.map(({ message }: { message: string }) => message).join()).toContain('identity');
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
