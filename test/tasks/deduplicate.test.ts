import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { absorbFinding } from '../../core/dedupe/absorb-finding.ts';
import { DedupeConfig } from '../../core/dedupe/dedupe-key.ts';
import type { Finding, Resource } from '../../core/finding.ts';
import type { Risk } from '../../core/risk.ts';
import { createDeduplicate } from '../../tasks/deduplicate/index.ts';
import { makeFinding } from '../runtime/account/world.ts';
import { openStores } from '../support/incidents.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20);
const mild: Risk = { score: 72, level: 'MEDIUM', factors: [], weights: '1' };
const severe: Risk = { ...mild, score: 90, level: 'HIGH' };
const instance: Resource = { kind: 'ec2-instance', instanceId: 'i-1', interfaces: [] };

/** Deliveries to Deduplicate over one store. */
function createDeliveries(config: Partial<DedupeConfig> = {}) {
  const stores = openStores();
  const digest = (text: string): string => hash('sha256', text);
  const deduplicate = createDeduplicate({ stores, digest, config: DedupeConfig.parse(config) });
  let count = 0;
  return {
    stores,
    deliver: async (
      finding: Partial<Finding> = {},
      { risk = mild, hours = 0, delivery = `d${++count}` } = {},
    ) => {
      const ref = { delivery, index: 0 };
      const receivedAt = new Date(start + hours * hour).toISOString();
      const received = makeFinding([instance], finding);
      await stores.deliveries.create(ref, { ...ref, receivedAt, finding: received });
      return (await deduplicate({ ref, risk })) as { incident: string; revision: number; verdict: string };
    },
  };
}

describe('the verdict on a delivery', () => {
  it('is opened for the first, repeated for its like, worsened where it got worse', async () => {
    const { deliver } = createDeliveries();
    const first = await deliver();
    expect(first).toMatchObject({ revision: 1, verdict: 'opened' });
    expect(await deliver()).toEqual({ ...first, verdict: 'repeated' });
    expect(await deliver({}, { risk: severe })).toEqual({ ...first, revision: 2, verdict: 'worsened' });
    expect(await deliver({}, { risk: severe })).toEqual({ ...first, revision: 2, verdict: 'repeated' });
  });

  it('is the same however often it is delivered, whatever came in between', async () => {
    const { deliver, stores } = createDeliveries();
    const first = await deliver({}, { delivery: 'a' });
    const worse = await deliver({}, { delivery: 'b', risk: severe });
    expect((await deliver({}, { delivery: 'a' })).verdict).toBe(first.verdict);
    expect((await deliver({}, { delivery: 'b', risk: severe })).verdict).toBe(worse.verdict);
    expect(await stores.incidents.countOccurrences(first.incident)).toBe(2);
  });
});

describe('an incident', () => {
  it('is not written again for a repeat that tells nothing new', async () => {
    const { deliver, stores } = createDeliveries();
    const { incident: id } = await deliver({}, { hours: 1 });
    const incident = await stores.incidents.get(id);
    const finding = makeFinding([instance]);
    const arrival = { occurrence: 'o2', finding, risk: mild, receivedAt: new Date(start).toISOString() };
    expect(incident).not.toBeNull();
    expect(incident && absorbFinding(incident, arrival)).toBe(incident);
    const later = { ...arrival, receivedAt: new Date(start + 2 * hour).toISOString() };
    expect(incident && absorbFinding(incident, later)).toEqual({ ...incident, lastSeen: later.receivedAt });
  });

  it.each([
    ['its own region', { region: 'eu-west-1' }],
    ['its own account', { account: '999988887777' }],
    ['its own type', { type: 'Backdoor:EC2/Spambot' }],
    ['its own resource', { resources: [{ ...instance, instanceId: 'i-2' } as Resource] }],
    ['samples only', { sample: true }],
    ['archived findings only', { archived: true }],
    ['what nobody vouched for only', { origin: { via: 'http', account: null, trusted: false } }],
  ] as [string, Partial<Finding>][])('is for %s', async (_what, changes) => {
    const { deliver } = createDeliveries();
    const first = await deliver();
    const other = await deliver({ id: 'another', ...changes });
    expect(other.verdict).toBe('opened');
    expect(other.incident).not.toBe(first.incident);
  });

  it('joins different findings that have the configured fields in common', async () => {
    const { deliver } = createDeliveries({ fields: ['account', 'resource'] });
    const { incident } = await deliver();
    expect(await deliver({ id: 'another', type: 'Backdoor:EC2/Spambot' })).toMatchObject({ incident });
  });

  it.each([
    [0, 23.99, 'repeated'],
    [0, 24, 'opened'],
    [0, 100, 'opened'],
  ])('takes in what comes within its window (from hour %d: hour %d is %s)', async (from, hours, verdict) => {
    const { deliver } = createDeliveries();
    await deliver({}, { hours: from });
    expect((await deliver({}, { hours })).verdict).toBe(verdict);
  });

  it('keeps its window where it began: repeats do not stretch it', async () => {
    const { deliver } = createDeliveries({ windowHours: 2 });
    const first = await deliver();
    expect((await deliver({}, { hours: 1.5 })).incident).toBe(first.incident);
    expect((await deliver({}, { hours: 2.5 })).incident).not.toBe(first.incident);
  });

  it('keeps a delivery that is repeated after its window is over', async () => {
    const { deliver } = createDeliveries();
    const first = await deliver({}, { delivery: 'a' });
    await deliver({}, { hours: 30 });
    expect(await deliver({}, { delivery: 'a' })).toEqual(first);
  });

  it('keeps a finding whose later shapes name another resource', async () => {
    const { deliver } = createDeliveries();
    const first = await deliver();
    const other = await deliver({ resources: [{ ...instance, instanceId: 'i-9' } as Resource] });
    expect(other).toMatchObject({ incident: first.incident, verdict: 'repeated' });
  });
});
