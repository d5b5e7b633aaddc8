import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { PlaybookDetail, ShadowResult } from '../../../core/api/playbooks.ts';
import { shippedPlaybooks } from '../../../runtime/home/shipped-playbooks.ts';
import { loadLibrary } from '../../../runtime/playbooks/library.ts';
import { createPlaybookShelf } from '../../../runtime/playbooks/playbook-shelf.ts';
import { createApi } from '../../../tasks/api/app.ts';
import { makeApiPorts } from '../../support/api.ts';
import { openTestHome, pictureOf } from '../../support/home.ts';

const scratch = mkdtempSync(join(tmpdir(), 'tourniquet-shelf-'));
let folders = 0;
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const example = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../docs/examples/${name}.json`, import.meta.url), 'utf8'));

/** A home on a folder of its own with two playbooks, and its API. */
async function open() {
  const folder = join(scratch, `${++folders}`);
  for (const id of ['close-public-bucket', 'isolate-compromised-instance'])
    cpSync(join(shippedPlaybooks, id), join(folder, id), { recursive: true });
  const library = await loadLibrary(folder);
  const home = await openTestHome({ library });
  const told: string[] = [];
  const shelf = createPlaybookShelf({ home, folder, tell: (line) => void told.push(line) });
  const api = createApi(makeApiPorts({ playbooks: shelf }));
  const send = async (method: string, path: string, body: unknown) =>
    await api.request(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const get = async (id: string) =>
    (await (await api.request(`/api/playbooks/${id}`)).json()) as PlaybookDetail;
  return {
    folder,
    home,
    told,
    get,
    api,
    file: (id: string) => readFileSync(join(folder, id, 'playbook.json'), 'utf8'),
    save: async (id: string, text: string, base: string | null) =>
      await send('PUT', `/api/playbooks/${id}`, { text, base }),
    shadow: async (text: string, finding: object) =>
      await send('POST', '/api/playbooks/shadow-run', { text, finding }),
  };
}

const id = 'isolate-compromised-instance';
const toShadow = (text: string): string => text.replace(/"mode": "\w+"/, '"mode": "shadow"');

describe('a playbook that is saved', () => {
  it('stands in its file as it was written, and answers the next finding', async () => {
    const { get, save, file, home, told } = await open();
    const before = await get(id);
    const text = toShadow(before.text);
    const saved = await save(id, text, before.hash);
    expect(saved.status).toBe(200);
    expect(file(id)).toBe(text);
    const after = await get(id);
    expect(after).toMatchObject({ text, mode: 'shadow', editable: true });
    expect(after.hash).not.toBe(before.hash);
    expect(told).toEqual([`playbook ${id} was saved by ana; the next run uses it`]);
    await home.send(example('ec2-cryptocurrency'));
    const { playbooks, actions } = await home.incident();
    expect(playbooks).toMatchObject([{ id, mode: 'shadow' }]);
    expect(new Set(actions.map(({ status }) => status))).toEqual(new Set(['planned']));
  });

  it('may be a new one, which others can run and findings start', async () => {
    const { get, save, file, home, api } = await open();
    const text = (await get(id)).text
      .replace(`"id": "${id}"`, '"id": "isolate-first"')
      .replace(/"priority": \d+/, '"priority": 1');
    expect((await save('isolate-first', text, null)).status).toBe(200);
    expect(file('isolate-first')).toBe(text);
    const { items } = (await (await api.request('/api/playbooks')).json()) as { items: { id: string }[] };
    expect(items).toHaveLength(3);
    await home.send(example('ec2-cryptocurrency'));
    expect((await home.incident()).playbooks.map((run) => run.id)).toContain('isolate-first');
  });

  it('leaves nothing else behind in its folder', async () => {
    const { get, save, folder } = await open();
    const { text, hash } = await get(id);
    await save(id, toShadow(text), hash);
    expect(readdirSync(join(folder, id)).toSorted()).toEqual(['cases', 'playbook.json']);
  });
});

describe('a playbook is not saved', () => {
  type World = Awaited<ReturnType<typeof open>>;
  const cases: readonly (readonly [
    title: string,
    save: (world: World, detail: PlaybookDetail) => Promise<Response>,
    status: number,
    says: string,
  ])[] = [
    [
      'from a text that somebody changed meanwhile',
      async ({ save }, { text, hash }) => {
        await save(id, toShadow(text), hash);
        return await save(id, text.replace(/"mode": "\w+"/, '"mode": "approve"'), hash);
      },
      409,
      'somebody else saved playbook',
    ],
    [
      'as a new one where there is one',
      ({ save }, { text }) => save(id, text, null),
      409,
      'somebody else saved',
    ],
    [
      'as a change of one that there is not',
      ({ save }, { text, hash }) => save('other', text.replace(`"id": "${id}"`, '"id": "other"'), hash),
      409,
      'there is no playbook other any more',
    ],
    [
      'over a file that was changed by other means',
      async ({ save, folder, file }, { text, hash }) => {
        writeFileSync(join(folder, id, 'playbook.json'), `${file(id)}\n`);
        return await save(id, toShadow(text), hash);
      },
      409,
      'was changed by other means',
    ],
    [
      'where it is wrong',
      ({ save }, { text, hash }) => save(id, text.replace('ec2.isolate-instance', 'ec2.isolate'), hash),
      422,
      'is not an action',
    ],
    ['where it is no JSON', ({ save }, { hash }) => save(id, '{', hash), 422, 'cut off'],
    [
      'under the name of another',
      ({ save, get }, { text }) =>
        get('close-public-bucket').then(({ hash }) => save('close-public-bucket', text, hash)),
      422,
      'make them the same',
    ],
    [
      'outside its folder',
      ({ save }, { text }) => save('..%2F..%2Fetc', text, null),
      422,
      'make them the same',
    ],
    [
      'through a link that leads out of its folder',
      ({ save, folder }, { text }) => {
        mkdirSync(join(scratch, 'elsewhere'), { recursive: true });
        symlinkSync(join(scratch, 'elsewhere'), join(folder, 'linked'));
        return save('linked', text.replace(`"id": "${id}"`, '"id": "linked"'), null);
      },
      422,
      'leads out of',
    ],
  ];
  it.each(cases)('%s', async (_title, save, status, says) => {
    const world = await open();
    const response = await save(world, await world.get(id));
    const { detail } = (await response.json()) as { detail: string };
    expect([response.status, detail]).toEqual([status, expect.stringContaining(says)]);
    expect(readdirSync(world.folder).filter((name) => name !== 'linked')).toHaveLength(2);
    expect(readdirSync(scratch)).not.toContain('etc');
  });

  it('by the second of two who save at once', async () => {
    const { get, save, file } = await open();
    const { text, hash } = await get(id);
    const texts = ['approve', 'shadow'].map((mode) => text.replace(/"mode": "\w+"/, `"mode": "${mode}"`));
    const responses = await Promise.all(texts.map((one) => save(id, one, hash)));
    expect(responses.map(({ status }) => status)).toEqual([200, 409]);
    expect(file(id)).toBe(texts[0]);
  });
});

describe('a shadow run', () => {
  it('says what a playbook would do about an example, and changes nothing', async () => {
    const { get, shadow, home } = await open();
    const before = [JSON.stringify(await home.report()), JSON.stringify(pictureOf(home))];
    const { text } = await get(id);
    const result = (await (await shadow(text, { example: 'ec2-cryptocurrency' })).json()) as ShadowResult;
    expect(result.triggered).toBe(true);
    expect(result.steps).toContainEqual(
      expect.objectContaining({ action: 'ec2.isolate-instance', status: 'planned', rule: 'mode' }),
    );
    expect(result.steps.every(({ plan }) => (plan?.calls.length ?? 0) > 0)).toBe(true);
    const states = Object.keys((JSON.parse(result.definition) as { States: object }).States);
    expect(states.length).toBeGreaterThan(0);
    expect(result.entered.length).toBeGreaterThan(3);
    expect([JSON.stringify(await home.report()), JSON.stringify(pictureOf(home))]).toEqual(before);
    expect((await get(id)).text).toBe(text);
  });

  it('takes the text of the editor, not the one that is saved', async () => {
    const { get, shadow } = await open();
    const text = (await get(id)).text.replaceAll('"CryptoCurrency:', '"Other:');
    const result = (await (await shadow(text, { example: 'ec2-cryptocurrency' })).json()) as ShadowResult;
    expect(result.triggered).toBe(false);
    // What it would do if its trigger took the finding.
    expect(result.steps.map(({ status }) => status)).toContain('planned');
  });

  it('is about an incident as it stands in the store', async () => {
    const { get, shadow, home } = await open();
    await home.send(example('ec2-cryptocurrency'));
    const { id: incident, resource, timeline } = await home.incident();
    const { text } = await get(id);
    const result = (await (await shadow(text, { incident })).json()) as ShadowResult;
    expect(result.triggered).toBe(true);
    expect(result.steps.map(({ target }) => target?.id)).toContain(resource.id);
    expect((await home.incident()).timeline).toEqual(timeline);
  });

  it.each([
    [{ incident: 'inc-none' }, 'there is no incident inc-none'],
    [{ example: 'ec2-cryptocurency' }, 'did you mean "ec2-cryptocurrency"?'],
  ])('of %j is not there', async (finding, says) => {
    const { get, shadow } = await open();
    const response = await shadow((await get(id)).text, finding);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain(JSON.stringify(says).slice(1, -1));
  });

  it('of a text that is wrong is refused with all that is wrong', async () => {
    const { shadow } = await open();
    const response = await shadow('{"id":"x"}', { example: 'ec2-cryptocurrency' });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { errors: object[] }).errors.length).toBeGreaterThan(1);
  });
});

it('the examples are those of docs/examples, with what is found in them', async () => {
  const { api } = await open();
  const { items } = (await (await api.request('/api/examples')).json()) as { items: { id: string }[] };
  expect(items.length).toBeGreaterThan(15);
  expect(items.find((one) => one.id === 'ec2-cryptocurrency')).toMatchObject({
    type: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
  });
});
