import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../core/errors.ts';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { createApi } from '../../../tasks/api/app.ts';
import { makeApiPorts, person } from '../../support/api.ts';
import { openStores } from '../../support/incidents.ts';

const letter: DeadLetter = {
  id: '0123456789abcdef01234567',
  at: '2026-11-20T12:00:00.000Z',
  queue: 'ingestion',
  stage: 'ingest',
  reason: 'it is cut off',
  delivery: 'b1',
  index: 0,
  raw: 'raw/1',
  label: 'cut.ndjson',
  origin: { via: 'file', account: null, trusted: false },
  attempts: 1,
};

async function open(ports: Parameters<typeof makeApiPorts>[0] = {}) {
  const stores = openStores();
  await stores.deadLetters.put(letter);
  const api = createApi(makeApiPorts({ stores, ...ports }));
  const ask = async (path: string, body?: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const answer = await api.request(
      `/api/dead-letters${path}`,
      body && { ...init, body: JSON.stringify(body) },
    );
    return [answer.status, await answer.json()] as const;
  };
  return { stores, ask };
}

describe('dead letters over HTTP', () => {
  it('are shown with the beginning of what came', async () => {
    const original = { size: 5, as: 'text', shown: '{"cut', length: 5 } as const;
    const { ask } = await open({ showOriginal: async ({ id }) => (id === letter.id ? original : null) });
    expect(await ask(`/${letter.id}`)).toEqual([200, { ...letter, original }]);
    expect(await ask('/none')).toMatchObject([
      404,
      { detail: expect.stringContaining('no dead letter none') },
    ]);
  });

  it('are tried again in the name of who asks', async () => {
    const asked: unknown[] = [];
    const redriveLetter = async (...given: readonly unknown[]) => {
      asked.push(given);
      return { ...letter, attempts: 2 };
    };
    const { ask } = await open({ redriveLetter });
    expect(await ask(`/${letter.id}/redrive`, {})).toMatchObject([200, { attempts: 2 }]);
    expect(asked).toEqual([[letter.id, 'ana']]);
  });

  it('say why they cannot be tried', async () => {
    const { ask } = await open({
      redriveLetter: async () => await Promise.reject(new InvalidInput('the original is gone')),
    });
    expect(await ask(`/${letter.id}/redrive`, {})).toMatchObject([422, { detail: 'the original is gone' }]);
  });

  it('are dropped once, and stay with who did it and why', async () => {
    const { ask } = await open();
    const dropped = { how: 'dropped', by: 'ana', reason: 'a test' };
    expect(await ask(`/${letter.id}/drop`, { reason: 'a test' })).toMatchObject([200, { ended: dropped }]);
    expect(await ask('?state=waiting')).toMatchObject([200, { items: [] }]);
    expect(await ask('?state=ended')).toMatchObject([200, { items: [{ id: letter.id, ended: dropped }] }]);
    expect(await ask(`/${letter.id}/drop`, {})).toMatchObject([
      409,
      { detail: expect.stringContaining('was dropped by ana') },
    ]);
  });

  it.each(['redrive', 'drop'])('are not changed by who may only look: %s', async (what) => {
    const { ask, stores } = await open({ identify: async () => person('viewer', 'approver', 'author') });
    expect(await ask(`/${letter.id}/${what}`, {})).toMatchObject([403, {}]);
    expect(await stores.deadLetters.get(letter.id)).toEqual(letter);
  });
});
