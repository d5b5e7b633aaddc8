import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { bundleTasks } from '../../infra/bundle/bundle-tasks.ts';
import { leaveOutErrors } from '../../infra/bundle/leave-out-errors.ts';
import { leaveOutMembers } from '../../infra/bundle/leave-out-members.ts';
import { functions } from '../../infra/functions.ts';
import { libraryOf, readPlaybooks, shelfOf } from '../../infra/playbooks.ts';
import { apiEnvironment } from '../support/api-environment.ts';
import { startFakeLake } from '../support/fake-lake.ts';
import { claimsOf, makeEventsEvent, makeGatewayEvent } from '../support/gateway-event.ts';

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
    const lambda = await serveNoFunction();
    const environment = { ...apiEnvironment, LAMBDA_TASK_ROOT: code, AWS_ENDPOINT_URL_LAMBDA: lambda };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.spyOn(console, 'info').mockReturnValue();
    const told = vi.spyOn(console, 'error').mockReturnValue();
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
    // Of an error without a class the name is left, and what it says.
    const redrive = { method: 'POST', path: '/api/dead-letters/x/redrive', body: {} };
    expect(await ask({ ...redrive, claims: claimsOf('ana', 'responder') })).toMatchObject([500, {}]);
    expect(JSON.stringify(told.mock.calls)).toMatch(/ResourceNotFoundException.*there is no such function/);
  });
});

describe('the bundle that takes in records over HTTP', () => {
  let lake: Awaited<ReturnType<typeof startFakeLake>>;
  let send: (body: string | Uint8Array, headers?: Record<string, string>) => Promise<readonly [number, any]>;
  beforeAll(async () => {
    lake = await startFakeLake();
    const code = join(folder, 'IngestEventsFunction');
    writeFileSync(join(code, 'config.json'), '{}');
    writeFileSync(join(code, 'rules.json'), '[]');
    const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
    symlinkSync(fileURLToPath(import.meta.resolve(countries)), join(code, 'country.mmdb'));
    const environment = {
      AWS_ENDPOINT_URL: lake.url,
      TOURNIQUET_LAKE_STREAM: 'lake',
      LAMBDA_TASK_ROOT: code,
    };
    for (const [name, value] of Object.entries({ ...apiEnvironment, ...environment }))
      vi.stubEnv(name, value);
    vi.spyOn(console, 'info').mockReturnValue();
    const { handler } = (await import(join(code, 'index.mjs'))) as {
      handler: (event: object) => Promise<any>;
    };
    send = async (body, headers = { 'content-type': 'application/json' }) => {
      const { statusCode, body: told } = await handler(makeEventsEvent({ body, headers }));
      return [statusCode, JSON.parse(told)];
    };
  });
  afterAll(() => {
    lake.close();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('puts packed records into the lake, and what is broken among the dead letters', async () => {
    const lines = ['{"action":"a"}', '{"broken":', '{"action":"b"}'].join('\n');
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    const [status, told] = await send(gzipSync(lines), headers);
    expect([status, told]).toMatchObject([202, { accepted: 2, rejected: 1, reasons: [{ record: 1 }] }]);
    expect(lake.rows.map(({ action }) => action)).toEqual(['a', 'b']);
    expect(lake.calls).toEqual(['PutObject', expect.stringMatching(/^(Put|Update)Item$/), 'PutRecordBatch']);
  });

  it('remembers a request by its key', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'part-17' };
    lake.calls.length = 0;
    expect(await send('{}', headers)).toMatchObject([202, { accepted: 1 }]);
    expect(lake.calls.filter((call) => call.endsWith('Item')).length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['a broken gzip', gzipSync('{}').subarray(0, -5), 422, /no whole gzip/],
    ['more than it takes', `"${'x'.repeat(1_048_576)}"`, 413, /more than 1048576 bytes/],
    ['nothing', '', 422, /is empty/],
  ])('refuses %s, and keeps nothing', async (_, body, status, detail) => {
    lake.calls.length = 0;
    expect(await send(body)).toMatchObject([status, { detail: expect.stringMatching(detail) }]);
    expect(lake.calls).toEqual([]);
  });
});

/** Lambda, where it has no function. @returns where it listens */
async function serveNoFunction(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' });
    response.end(JSON.stringify({ Type: 'User', Message: 'there is no such function' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('leaveOutErrors', () => {
  it('leaves classes of errors out where they are told apart by name', () => {
    const source = 'export var A$ = [];\nn0_registry.registerError(A$, A);\n';
    expect(leaveOutErrors(source, 'client-lambda')).toBe('export var A$ = [];\n\n');
    expect(leaveOutErrors(source, 'client-ec2')).toBe(source);
    expect(() => leaveOutErrors('', 'client-lambda')).toThrow('registers no errors to leave out');
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
