import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Patient } from '../../../runtime/doctor/check.ts';
import { approvalUrl } from '../../../runtime/doctor/checks/approval-url.ts';
import { countries } from '../../../runtime/doctor/checks/countries.ts';
import { database } from '../../../runtime/doctor/checks/database.ts';
import { detections } from '../../../runtime/doctor/checks/detections.ts';
import { playbooks } from '../../../runtime/doctor/checks/playbooks.ts';
import { threatLists } from '../../../runtime/doctor/checks/threat-lists.ts';
import { webhooks } from '../../../runtime/doctor/checks/webhooks.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { examine, patient } from './patient.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('approval links', () => {
  const unreachable = () =>
    Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } }));
  type Link = Pick<Patient, 'kind' | 'ask'> & { readonly url: string | null };
  const link = (url: string | null, kind: Patient['kind'], ask: Patient['ask']): Link => ({ url, kind, ask });
  const cases: readonly [string, Link, RegExp][] = [
    ['none, embedded', link(null, 'simulated', unreachable), /^ok/],
    ['none, on AWS', link(null, 'aws', unreachable), /^failed lead nowhere/],
    ['loopback, embedded', link('http://127.0.0.1:7788', 'simulated', () => Promise.resolve(200)), /^ok/],
    [
      'loopback, on AWS',
      link('https://127.0.0.1:7788', 'aws', () => Promise.resolve(200)),
      /^failed lead to this machine/,
    ],
    [
      'IPv6 loopback, on AWS',
      link('https://[::1]:7788', 'aws', () => Promise.resolve(200)),
      /^failed lead to this machine/,
    ],
    [
      'in the clear',
      link('http://tourniquet.example.com', 'aws', () => Promise.resolve(200)),
      /^failed carry codes/,
    ],
    ['a page that wants a login', link('https://t.example.com', 'aws', () => Promise.resolve(401)), /^ok/],
    [
      'a page that fails',
      link('https://t.example.com', 'aws', () => Promise.resolve(503)),
      /^failed .* answers with 503/,
    ],
    [
      'nothing there',
      link('https://t.example.com', 'aws', unreachable),
      /^failed .* cannot be reached \(ENOTFOUND\)/,
    ],
  ];
  it.each(cases)('%s', async (_title, { url, kind, ask }, says) => {
    const given = { ...patient({ approvals: { url } }), kind, ask };
    const [said] = await examine(approvalUrl, given);
    expect(`${said?.status} ${said?.says}`).toMatch(says);
    expect(said?.remedy !== undefined).toBe(said?.status === 'failed');
  });
});

describe('the database', () => {
  it('that is not there fails, and is not made by looking', async () => {
    const path = join(folder, 'none.db');
    const [said] = await examine(database, { ...patient(), database: path });
    expect(said).toMatchObject({ status: 'failed', says: `${path} cannot be read and written (ENOENT)` });
    expect((await examine(database, { ...patient(), database: path }))[0]?.status).toBe('failed');
  });

  it('that is whole is in order', async () => {
    const path = join(folder, 'whole.db');
    openDatabase(path).close();
    expect(await examine(database, { ...patient(), database: path })).toEqual([
      { status: 'ok', says: `${path} is whole` },
    ]);
  });

  it('that is something else is refused', async () => {
    const path = file(
      'text.db',
      'not a database, but long enough to be taken for the header of one'.repeat(99),
    );
    await expect(examine(database, { ...patient(), database: path })).rejects.toThrow(
      'cannot be used as a database',
    );
  });
});

describe('detection rules', () => {
  it('that ship are in order', async () => {
    expect((await examine(detections, patient()))[0]).toMatchObject({ status: 'ok' });
  });

  it('are named by their files where they are not', async () => {
    const rules = mkdtempSync(join(folder, 'rules-'));
    mkdirSync(join(rules, 'broken'));
    writeFileSync(join(rules, 'broken', 'rule.json'), '{"id": "broken"}');
    const said = await examine(detections, { ...patient(), detections: rules });
    expect(said[0]).toMatchObject({
      status: 'failed',
      says: expect.stringContaining('broken/rule.json'),
      remedy: expect.stringContaining('tourniquet validate'),
    });
  });
});

describe('playbooks', () => {
  it('that ship are in order', async () => {
    expect((await examine(playbooks, patient()))[0]).toMatchObject({ status: 'ok' });
  });

  it('that are wrong are named, with the command that says more', async () => {
    file('playbook.json', '{}');
    const said = await examine(playbooks, { ...patient(), playbooks: folder });
    expect(said.length).toBeGreaterThan(0);
    for (const one of said) {
      expect(one).toMatchObject({ status: 'failed', remedy: expect.stringContaining('tourniquet validate') });
    }
  });
});

describe('webhooks', () => {
  const config = { webhooks: { chat: { url: 'https://chat.example.com', secretFrom: 'env:CHAT_SECRET' } } };
  it.each([
    [{}, 'failed'],
    [{ CHAT_SECRET: '' }, 'failed'],
    [{ CHAT_SECRET: 'x' }, 'ok'],
  ])('with the environment %j are %s, and no secret is told', async (env, status) => {
    const said = await examine(webhooks, { ...patient(config), env });
    expect(said.map((one) => one.status)).toEqual([status]);
    expect(JSON.stringify(said)).not.toContain('"x"');
  });
});

describe('threat lists', () => {
  const day = 86_400_000;
  it.each([
    ['one entry', '198.51.100.0/24\n', 0, /^ok ours: 1 entry, less than a day old$/],
    ['old ones', '192.0.2.1\n192.0.2.2\n', 40.5 * day, /^ok ours: 2 entries, 40 days old$/],
    [
      'a line that is none',
      '192.0.2.1\nx!\n192.0.2.2\n',
      1.5 * day,
      /^ok ours: 2 entries, a day old; .*list line 2/,
    ],
    ['nothing but comments', '# none\n', 0, /^failed ours is empty$/],
    ['no entry at all', 'not an address!\n', 0, /^failed ours: more than half .*list line 1/],
  ])('with %s', async (_what, content, age, says) => {
    const path = file('list', content);
    const written = new Date(Date.now() - age);
    utimesSync(path, written, written);
    const said = await examine(threatLists, patient({ enrich: { threatLists: [{ name: 'ours', path }] } }));
    expect(said.map((one) => `${one.status} ${one.says}`)).toEqual([expect.stringMatching(says)]);
  });

  it('that are not there', async () => {
    const given = patient({ enrich: { threatLists: [{ name: 'ours', path: join(folder, 'none') }] } });
    expect(await examine(threatLists, given)).toEqual([
      {
        status: 'failed',
        says: `ours: ${join(folder, 'none')} cannot be read (ENOENT); correct enrich.threatLists`,
        remedy: 'mend the feed, or correct enrich.threatLists',
      },
    ]);
  });
});

it('the database of countries answers', async () => {
  expect((await examine(countries, patient()))[0]).toMatchObject({ status: 'ok' });
});
