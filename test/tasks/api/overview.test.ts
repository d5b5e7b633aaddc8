import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Overview } from '../../../core/api/overview.ts';
import { createOverview } from '../../../tasks/api/views/read-overview.ts';
import { guardDuty, subjectOf } from '../../e2e/wire.ts';
import { person } from '../../support/api.ts';
import { type ApiHome, openApiHome } from '../../support/api-home.ts';
import { makeIncident, openStores } from '../../support/incidents.ts';

describe('figures and lists over HTTP', () => {
  let api: ApiHome;
  beforeAll(async () => {
    api = await openApiHome({ answer: 'approved' });
    await api.home.send([
      guardDuty(subjectOf('instance')),
      guardDuty(subjectOf('instance', { severity: 6 })),
    ]);
    await api.home.intake({
      bytes: new TextEncoder().encode('{'),
      delivery: 'broken',
      origin: { via: 'http', account: null, trusted: false },
      label: 'broken.json',
    });
  });
  afterAll(async () => await api.home.close());

  it('sum up what happened, and how much of it needed nobody', async () => {
    const overview = Overview.parse((await api.get('overview?days=2')).body);
    expect(overview).toMatchObject({
      incidents: 2,
      partial: false,
      states: [{ name: 'contained', count: 2 }],
      acknowledge: { count: 2 },
      contain: { count: 2 },
      resolve: { count: 0, median: null },
      automation: 0.5,
      deadLetters: 1,
      waitingApprovals: 0,
    });
    expect(overview.days).toHaveLength(2);
    expect(overview.days.at(-1)?.counts).toMatchObject({ HIGH: 1, MEDIUM: 1 });
  });

  it('say how threat lists do, as whoever looked last saw it', async () => {
    const state = {
      name: 'feed',
      path: 's3://feeds/list.txt',
      entries: 0,
      badLines: 0,
      writtenAt: null,
      takenAt: null,
      lookedAt: '2026-03-01T00:00:00.000Z',
      problem: 's3://feeds/list.txt cannot be read (AccessDenied)',
    };
    await api.home.stores.feedStates.put({ ...state, entries: 7, problem: null });
    await api.home.stores.feedStates.put(state);
    expect((await api.get('overview?days=3')).body.threatLists).toEqual([state]);
  });

  it('list what could not be handled, and what people were told without what one answers with', async () => {
    const letters = (await api.get('dead-letters')).body;
    expect(letters).toMatchObject({ items: [{ label: 'broken.json', stage: 'intake' }], next: null });
    const { body, text } = await api.get('messages?limit=2');
    expect(body.items).toHaveLength(2);
    expect(body.next).not.toBeNull();
    const all = await api.get('messages?limit=200');
    const kinds = all.body.items.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain('question');
    const questions = (await api.home.stores.outbox.list()).filter(({ kind }) => kind === 'question');
    for (const { invitation } of questions)
      for (const hidden of [invitation?.code ?? '', invitation?.link ?? ''])
        expect(text + all.text).not.toContain(hidden);
  });

  it('turn the kill switch by the name of who asks', async () => {
    expect((await api.get('controls')).body).toEqual({ paused: false, by: null, at: null, reason: null });
    api.signIn({ ...person('viewer', 'responder'), name: 'kim' });
    const { status, body } = await api.post('controls/pause', { reason: 'a drill' });
    expect([status, body]).toMatchObject([200, { paused: true, by: 'kim', reason: 'a drill' }]);
    expect((await api.get('controls')).body).toEqual(body);
    expect((await api.post('controls/resume')).body).toMatchObject({ paused: false, by: 'kim' });
  });
});

describe('the overview', () => {
  it('is of the newest 10,000 incidents, and says so', async () => {
    const stores = openStores();
    const firstSeen = '2026-11-19T00:00:00.000Z';
    await Promise.all(
      Array.from({ length: 10_001 }, (_, n) =>
        stores.incidents.create(`inc-${n}`, makeIncident({ id: `inc-${n}`, firstSeen })),
      ),
    );
    const readOverview = createOverview({ stores, clock: { now: () => Date.UTC(2026, 10, 20) } });
    expect(await readOverview(14)).toMatchObject({ incidents: 10_000, partial: true });
  });

  it('is read again after three seconds, and not before, nor after a fault', async () => {
    let now = Date.UTC(2026, 10, 20, 12);
    const stores = openStores();
    const readOverview = createOverview({ stores, clock: { now: () => now } });
    expect((await readOverview(14)).incidents).toBe(0);
    await stores.incidents.create('inc-1', makeIncident());
    now += 2999;
    expect((await readOverview(14)).incidents).toBe(0);
    now += 1;
    expect((await readOverview(14)).incidents).toBe(1);
    const failing = {
      ...stores,
      incidents: { ...stores.incidents, newest: () => Promise.reject(new Error('no')) },
    };
    const broken = createOverview({ stores: failing, clock: { now: () => now } });
    await expect(broken(14)).rejects.toThrow('no');
    failing.incidents.newest = stores.incidents.newest as never;
    expect((await broken(14)).incidents).toBe(1);
  });
});
