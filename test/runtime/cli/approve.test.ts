import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../runtime/cli/open-store.ts';
import { example, runCli, startCli, type Spawned } from './spawn-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-approve-'));
const database = join(folder, 'served.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example again, about another instance, and rated so that a person is asked. */
function medium(finding: string): string {
  const suffix = finding.slice(0, 17);
  const event = JSON.parse(
    readFileSync(example('ec2-cryptocurrency'), 'utf8')
      .replaceAll('5ac1e07d3b9f4a52b6c0d1e2f3a4b5c6', finding)
      .replaceAll('i-0a1b2c3d4e5f67890', `i-${suffix}`)
      .replaceAll('eni-0f1e2d3c4b5a69788', `eni-${suffix}`),
  ) as { detail: object };
  return JSON.stringify({ ...event, detail: { ...event.detail, severity: 5 } });
}

const until = async <T>(look: () => Promise<T> | T, check: (value: T) => boolean): Promise<T> =>
  await vi.waitFor(
    async () => {
      const value = await look();
      if (!check(value)) throw new Error(`not yet: ${JSON.stringify(value)}`);
      return value;
    },
    { timeout: 30_000, interval: 100 },
  );

/** `tourniquet serve`, and what its terminal shows. */
describe('a served database', () => {
  let serving: Spawned;
  let url = '';

  beforeAll(async () => {
    serving = startCli(['serve', '--no-build', '--port', '0', '--db', database]);
    const said = await until(serving.said, (text) => text.includes('Ctrl-C ends it'));
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
  }, 60_000);
  afterAll(async () => {
    serving.kill('SIGINT');
    expect((await serving.ended).code).toBe(0);
  });

  const send = async (finding: string): Promise<Response> =>
    await fetch(`${url}/api/findings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: medium(finding),
    });
  /** The question about the finding, as the terminal shows it. */
  const question = async (finding: string) => {
    const shown = (said: string): string => said.split(`on i-${finding.slice(0, 17)}?`)[1] ?? '';
    const text = shown(await until(serving.said, (said) => shown(said).includes('--db')));
    return {
      link: /http:\S+\/approve\/\S+/.exec(text)?.[0] ?? '',
      code: /code (\S+),/.exec(text)?.[1] ?? '',
      id: /^ {2}npx --no-install tourniquet approve (apr-\S+) --db /m.exec(text)?.[1] ?? '',
    };
  };
  const statusOf = async (finding: string): Promise<string | undefined> => {
    const { stores, close } = openStore(database);
    const incidents = await stores.incidents.list();
    close();
    return incidents.find(({ resource }) => resource.id === `i-${finding.slice(0, 17)}`)?.status.state;
  };

  it('takes a finding over HTTP, asks on the terminal, and goes on when the link is answered', async () => {
    const finding = '0123456789abcdef0000000000000001';
    const accepted = await send(finding);
    expect([accepted.status, await accepted.json()]).toMatchObject([202, { findings: [{}], rejected: [] }]);
    const { link, code } = await question(finding);
    expect((await fetch(link)).status).toBe(200);
    const answered = await fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url },
      body: new URLSearchParams({ code, decision: 'approved', name: 'ana' }),
    });
    expect(answered.status).toBe(303);
    await until(
      () => statusOf(finding),
      (status) => status === 'contained',
    );
  });

  it('goes on with what another process approved', async () => {
    const finding = '1123456789abcdef0000000000000002';
    await send(finding);
    const { id } = await question(finding);
    const waiting = await runCli('approve', '--db', database);
    expect(waiting.out).toContain(id);
    const approved = await runCli('approve', id, '--db', database, '--by', 'bo');
    expect(approved).toMatchObject({ code: 0, err: '' });
    expect(approved.out).toContain('The process that works on this database goes on with it.');
    await until(
      () => statusOf(finding),
      (status) => status === 'contained',
    );
    expect(await runCli('reject', id, '--db', database)).toMatchObject({
      code: 1,
      err: `error: ${id}: was approved by bo already; that stands\n`,
    });
  });

  it.each([
    ['an answer to no question', ['approve', 'apr-none'], /there is no question apr-none/],
    ['a database that is not there', ['reject', 'apr-1', '--db', '/nowhere.db'], /no database \/nowhere\.db/],
  ])('%s is refused in one line', async (_title, args, message) => {
    const { code, err } = await runCli(...args, ...(args.includes('--db') ? [] : ['--db', database]));
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(err.split('\n')).toHaveLength(2);
  });

  it.each([
    ['no JSON', 'not json', 'application/json', 422],
    ['text', '{}', 'text/plain', 415],
    ['more than a MiB', `"${'x'.repeat(1_100_000)}"`, 'application/json', 413],
  ])('refuses a finding that is %s with a problem document', async (_title, body, type, status) => {
    const response = await fetch(`${url}/api/findings`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, detail: expect.stringMatching(/\w/) });
  });
});
