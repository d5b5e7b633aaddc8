import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import type { StartExecution } from '../../core/ports/executions.ts';
import { createRawMemory } from '../../runtime/store/raw-files.ts';
import { createIntake } from '../../tasks/intake/index.ts';
import { loadEvent } from '../support/findings/load-event.ts';
import { noon, openStores } from '../support/incidents.ts';

function createWorld() {
  const stores = openStores();
  const raw = createRawMemory();
  const started: StartExecution[] = [];
  const intake = createIntake({
    raw,
    stores,
    clock: noon,
    digest: (text) => hash('sha256', text),
    executions: {
      async start(execution) {
        const known = started.some(({ name }) => name === execution.name);
        if (!known) started.push(execution);
        return known ? 'exists' : 'started';
      },
    },
  });
  const take = async (event: JsonObject | string, delivery = 'd1', via: 'file' | 'http' = 'file') =>
    await intake({
      bytes: new TextEncoder().encode(typeof event === 'string' ? event : JSON.stringify(event)),
      delivery,
      origin: { via, account: null, trusted: via === 'file' },
      label: 'a.json',
    });
  return { stores, raw, started, take };
}

describe('intake', () => {
  it('keeps the event as it came and starts one triage, with references and no body', async () => {
    const { stores, raw, started, take } = createWorld();
    const event = loadEvent('guardduty-ec2');
    const { findings } = await take(event);
    expect(findings).toHaveLength(1);
    expect(started).toMatchObject([
      { stateMachine: 'triage', name: findings[0]?.execution, input: { ref: { delivery: 'd1', index: 0 } } },
    ]);
    expect(started[0]?.name).toMatch(/^triage-[0-9a-f]{40}$/);
    expect(JSON.stringify(started[0]?.input).length).toBeLessThan(1000);
    const received = await stores.deliveries.get({ delivery: 'd1', index: 0 });
    expect(received?.finding.id).toBe(findings[0]?.id);
    const kept = await raw.get(received?.finding.raw ?? '');
    expect(JSON.parse(new TextDecoder().decode(kept ?? undefined))).toEqual(event);
  });

  it('starts nothing twice when a delivery is repeated, and again for another delivery', async () => {
    const { started, take } = createWorld();
    const event = loadEvent('guardduty-ec2');
    await take(event, 'd1');
    await take(event, 'd1');
    expect(started).toHaveLength(1);
    await take(event, 'd2');
    expect(new Set(started.map(({ name }) => name)).size).toBe(2);
  });

  it('starts a triage for each finding of an event, and a dead letter for each that is malformed', async () => {
    const { stores, started, take } = createWorld();
    const event = loadEvent('asff-several');
    const detail = event['detail'] as { findings: JsonObject[] };
    const count = detail.findings.length;
    const spoiled = { ...event, detail: { findings: [{ Title: 'no id' }, 7, ...detail.findings] } };
    const { findings, rejected } = await take(spoiled as JsonObject);
    expect(started).toHaveLength(findings.length);
    expect(findings.length + rejected.length).toBe(count + 2);
    expect(rejected.length).toBeGreaterThanOrEqual(2);
    const letters = await stores.deadLetters.list();
    expect(letters.map(({ reason }) => reason).toSorted()).toEqual(rejected.toSorted());
    expect(new Set(letters.map(({ stage }) => stage))).toEqual(new Set(['intake']));
  });

  it.each([
    ['what is no JSON', '{"a":', /cut off/],
    ['an array', '[]', /JSON array of 0/],
    ['an event of another source', '{"source":"aws.ec2","detail-type":"x","detail":{}}', /its source is/],
  ])('makes a dead letter of %s, once however often it comes', async (_what, text, reason) => {
    const { stores, raw, started, take } = createWorld();
    for (const delivery of ['d1', 'd1']) {
      const { findings, rejected } = await take(text, delivery);
      expect({ findings, count: rejected.length }).toEqual({ findings: [], count: 1 });
    }
    expect(started).toEqual([]);
    const [letter, ...more] = await stores.deadLetters.list();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ stage: 'intake', label: 'a.json', delivery: 'd1' });
    expect(letter?.reason).toMatch(reason);
    expect(new TextDecoder().decode((await raw.get(letter?.raw ?? '')) ?? undefined)).toBe(text);
  });

  it.each([
    [
      'detail-types without findings',
      { source: 'aws.guardduty', 'detail-type': 'GuardDuty Status', detail: {} },
    ],
  ])('ignores %s, and says why', async (_what, event) => {
    const { stores, take } = createWorld();
    expect(await take(event)).toMatchObject({ findings: [], rejected: [], ignored: expect.any(String) });
    expect(await stores.deadLetters.list()).toEqual([]);
  });

  it('takes a bare finding from a file that an operator gives, and from nowhere else', async () => {
    const { take } = createWorld();
    const bare = loadEvent('guardduty-ec2')['detail'] as JsonObject;
    expect((await take(bare, 'd1', 'file')).findings).toHaveLength(1);
    expect((await take(bare, 'd2', 'http')).rejected).toHaveLength(1);
  });
});
