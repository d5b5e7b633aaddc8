import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident.ts';
import { createEscalate } from '../../tasks/escalate/index.ts';
import { makeIncident, noon, openStores } from '../support/incidents.ts';

async function escalate(changes: Partial<Incident>, times = 1) {
  const stores = openStores();
  const incident = makeIncident(changes);
  await stores.incidents.create(incident.id, incident);
  const task = createEscalate({ stores, clock: noon, tellFrom: 70 });
  const replies = [];
  for (let n = 0; n < times; n++) replies.push(await task({ incident: incident.id }));
  const timeline = await stores.timeline.list(incident.id);
  return {
    replies,
    messages: await stores.outbox.list(),
    kinds: timeline.map(({ kind }) => kind),
    alerted: (await stores.incidents.get(incident.id))?.alerted,
  };
}

const risk = (score: number) => ({
  score,
  level: 'MEDIUM' as const,
  factors: [{ name: 'severity', points: score, reason: 'so it is rated' }],
  weights: '1',
});
const second = { number: 2, causedBy: 'd2/0', reason: 'severity rose', at: '2026-11-20T00:00:00.000Z' };

describe('escalate', () => {
  it.each<[string, Partial<Incident>, string, number]>([
    ['at the threshold', { risk: risk(70) }, 'alert.told', 1],
    ['below the threshold', { risk: risk(69.9) }, 'alert.not-told', 0],
    ['for an archived finding', { risk: risk(99), archived: true }, 'alert.not-told', 0],
    ['for a sample', { risk: risk(99), sample: true }, 'alert.told', 1],
  ])('%s', async (_when, changes, kind, count) => {
    const { messages, kinds, alerted } = await escalate(changes);
    expect(messages).toHaveLength(count);
    expect(kinds).toEqual([kind]);
    expect(alerted).toBe(1);
  });

  it('tells each revision once, however often it is called', async () => {
    const { replies, messages, kinds } = await escalate({}, 3);
    expect(replies.map((reply) => (reply as { told: boolean }).told)).toEqual([true, false, false]);
    expect(messages).toHaveLength(1);
    expect(kinds).toHaveLength(1);
  });

  it('tells of a new revision, and why', async () => {
    const [first] = makeIncident().revisions;
    const revisions = first === undefined ? [] : [first, second];
    const { messages } = await escalate({ revisions: revisions as Incident['revisions'], alerted: 1 });
    expect(messages).toMatchObject([
      { id: 'inc-1-r2-alert', body: expect.stringContaining('severity rose') },
    ]);
  });

  it('says in the message what happened, where, and every factor of the score', async () => {
    const [message] = (await escalate({ risk: risk(80) })).messages;
    for (const part of ['Command and control', 'i-1', '111122223333', '80 severity: so it is rated'])
      expect(message?.body).toContain(part);
  });
});
