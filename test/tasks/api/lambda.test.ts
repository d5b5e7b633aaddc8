import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createStores, type Stores } from '../../../core/records/stores.ts';
import { libraryOf, readPlaybooks, shelfOf } from '../../../infra/playbooks.ts';
import { createEngine, createMemoryStore, type Engine } from '../../../runtime/asl/index.ts';
import { place } from '../../../runtime/home/place.ts';
import { createDynamoTable } from '../../../tasks/aws/dynamo-table.ts';
import { apiEnvironment } from '../../support/api-environment.ts';
import { connectSfn } from '../../support/connect-sfn.ts';
import { createLocalClient, makeTable, startDynalite } from '../../support/dynamo-tables.ts';
import { claimsOf, makeGatewayEvent } from '../../support/gateway-event.ts';
import { makeIncident, noon } from '../../support/incidents.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const machines = `arn:aws:states:${place.region}:${place.accountId}:stateMachine:`;
const folder = mkdtempSync(join(tmpdir(), 'tourniquet-api-'));
const [playbook, ...others] = readPlaybooks(new URL('../../../playbooks/', import.meta.url).pathname).filter(
  (one) => one.playbook.id === 'isolate-compromised-instance',
);
if (playbook === undefined || others.length > 0) throw new Error('there is no playbook to try');

let stores: Stores;
let engine: Engine;
let close: () => void;
let handler: (event: unknown) => Promise<unknown>;
const logged: string[] = [];

beforeAll(async () => {
  engine = createEngine({
    store: createMemoryStore(),
    clock: createManualClock(),
    place,
    invokeTask: async () => ({ output: {} }),
  });
  const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
  for (const name of ['triage', 'response', `playbook-${playbook.playbook.id}`])
    await engine.registerStateMachine({ name: `tourniquet-${name}`, definition });
  const { executionArn } = await engine.start({
    stateMachineArn: `${machines}tourniquet-response`,
    name: 'inc-1-r1',
    input: '{"incident":"inc-1"}',
  });
  await engine.waitForEnd({ executionArn });
  const sfn = await connectSfn(engine);
  close = sfn.close;
  const dynalite = await startDynalite();
  const client = createLocalClient(dynalite);
  const table = await makeTable(client);
  stores = createStores({
    table: createDynamoTable({ client, table, newId: randomUUID }),
    clock: noon,
    digest: (text) => text,
  });
  await stores.incidents.create('inc-1', makeIncident());
  writeFileSync(join(folder, 'library.json'), libraryOf([playbook]));
  writeFileSync(join(folder, 'shelf.json'), shelfOf([playbook]));
  const variables = {
    ...apiEnvironment,
    AWS_ENDPOINT_URL_DYNAMODB: dynalite,
    AWS_ENDPOINT_URL_SFN: sfn.endpoint,
    LAMBDA_TASK_ROOT: folder,
    TOURNIQUET_TABLE: table,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  for (const method of ['info', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => void logged.push(line));
  // Its logger looks at the environment as it is loaded.
  ({ handler } = await import('../../../tasks/api/lambda.ts'));
});

afterAll(() => {
  close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

type Asked = Parameters<typeof makeGatewayEvent>[0];
async function ask(asked: Asked) {
  const { statusCode, headers, body } = (await handler(makeGatewayEvent(asked))) as any;
  const isJson = headers['content-type']?.includes('json') === true;
  return { status: statusCode as number, headers, body: isJson ? JSON.parse(body) : body };
}
const ana = claimsOf('ana', 'viewer', 'approver', 'responder', 'author');

describe('the API on Lambda', () => {
  it('knows who is there by the authorizer’s claims, and that this is AWS, where clients ask again', async () => {
    expect((await ask({ path: '/api/session', claims: ana })).body).toEqual({
      name: 'ana',
      roles: ['viewer', 'approver', 'responder', 'author'],
      home: 'aws',
      account: 'aws',
      live: 'poll',
      version: expect.any(String) as string,
      signsIn: true,
    });
    expect((await ask({ path: '/api/session' })).status).toBe(401);
    expect((await ask({ path: '/api/live', claims: ana })).status).toBe(501);
  });

  it('says how to sign in, and keeps no sessions', async () => {
    expect((await ask({ path: '/api/sign-in' })).body).toMatchObject({
      kind: 'openid',
      clientId: 'exampleclient',
      scope: 'openid tourniquet/use',
      tokenEndpoint: 'https://tourniquet.auth.us-east-1.amazoncognito.com/oauth2/token',
    });
    const session = await ask({ method: 'POST', path: '/api/session', body: { token: 'x' }, claims: ana });
    expect([session.status, session.headers['set-cookie']]).toEqual([501, undefined]);
    expect((await ask({ method: 'DELETE', path: '/api/session', claims: ana })).status).toBe(204);
  });

  it('reads incidents from the table, and refuses what a role may not', async () => {
    const { body } = await ask({ path: '/api/incidents?limit=5', claims: ana });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['inc-1']);
    expect((await ask({ path: '/api/incidents/inc-1', claims: claimsOf('vic', 'viewer') })).status).toBe(200);
    const path = '/api/controls/pause';
    const viewer = claimsOf('vic', 'viewer');
    expect((await ask({ method: 'POST', path, body: {}, claims: viewer })).status).toBe(403);
    expect((await ask({ method: 'POST', path, body: { reason: 'x' }, claims: ana })).body).toMatchObject({
      paused: true,
      by: 'ana',
    });
    expect(await stores.controls.read()).toMatchObject({ paused: true, by: 'ana' });
  });

  it('calls executions as every home does, and leads to their page in the AWS console', async () => {
    const list = await ask({ path: '/api/executions', claims: ana });
    expect(list.body.items).toMatchObject([{ machine: 'response', name: 'inc-1-r1', status: 'SUCCEEDED' }]);
    const one = await ask({ path: '/api/executions/response/inc-1-r1', claims: ana });
    expect(one.body).toMatchObject({
      machine: 'response',
      incident: 'inc-1',
      consoleUrl: expect.stringContaining('tourniquet-response:inc-1-r1') as string,
    });
    const known = await ask({ path: '/api/state-machines', claims: ana });
    expect(known.body.items.map(({ name }: { name: string }) => name)).toEqual([
      'triage',
      'response',
      'playbook-isolate-compromised-instance',
    ]);
    expect((await ask({ path: '/api/executions/response/none', claims: ana })).status).toBe(404);
  });

  const id = playbook.playbook.id;
  it('shows the playbooks that were deployed, checks others, and says how one is changed', async () => {
    const shown = await ask({ path: `/api/playbooks/${id}`, claims: ana });
    expect(shown.body).toMatchObject({ id, editable: false, text: playbook.text, cases: playbook.cases });
    const check = (text: string) =>
      ask({ method: 'POST', path: '/api/playbooks/validate', body: { text }, claims: ana });
    expect((await check(playbook.text)).body).toMatchObject({ ok: true });
    expect((await check('{"id":1}')).body).toMatchObject({ ok: false });
    const body = { text: playbook.text, base: playbook.hash };
    const saved = await ask({ method: 'PUT', path: `/api/playbooks/${id}`, body, claims: ana });
    expect([saved.status, saved.body.detail]).toEqual([501, expect.stringContaining('npx cdk deploy')]);
    const tried = await ask({
      method: 'POST',
      path: '/api/playbooks/shadow-run',
      body: { text: playbook.text, finding: { incident: 'inc-1' } },
      claims: ana,
    });
    expect([tried.status, tried.body.detail]).toEqual([501, expect.stringContaining('tourniquet test')]);
    expect((await ask({ path: '/api/examples', claims: ana })).body).toEqual({ items: [] });
  });

  it('asks nobody who has a link to sign in, and lets pages of the console’s own name send', async () => {
    const page = await ask({ path: '/approve/none' });
    expect([page.status, page.body]).toEqual([404, expect.stringContaining('This link is not known')]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const send = async (origin: string) =>
      (
        await ask({
          method: 'POST',
          path: '/approve/none',
          body: 'code=AAAA-BBBB&decision=approved',
          headers: { ...form, origin },
        })
      ).status;
    expect(await send('https://d111.cloudfront.net')).toBe(404);
    expect(await send('https://evil.example')).toBe(403);
    const pause = async (origin: string) =>
      (
        await ask({
          method: 'POST',
          path: '/api/controls/pause',
          body: {},
          headers: { origin, 'sec-fetch-site': 'same-origin' },
          claims: ana,
        })
      ).status;
    expect(await pause('https://d111.cloudfront.net')).toBe(200);
    expect(await pause('https://evil.example')).toBe(403);
  });

  it('says to come again where a service does not answer', async () => {
    // There is no S3 to keep what arrived.
    const sent = await ask({ method: 'POST', path: '/api/findings', body: { id: 'x' }, claims: ana });
    expect([sent.status, sent.headers['retry-after'], sent.body.detail]).toEqual([
      503,
      '1',
      expect.stringContaining('try again'),
    ]);
  }, 60_000);

  it('logs no path, no query and no claim', async () => {
    await ask({ path: '/approve/LINK-SECRET?code=CODE-SECRET' });
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join('\n')).not.toMatch(/SECRET|username|approve\//);
  });
});
