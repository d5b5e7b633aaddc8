import { describe, expect, it } from 'vitest';
import type { PlaybookStatus } from '../../core/playbook/protocol.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { createCloseResponse } from '../../tasks/close-response/index.ts';
import { createEvidenceMemory } from '../../runtime/store/evidence-files.ts';
import { makeIncident, noon, openStores } from '../support/incidents.ts';

const at = '2026-11-20T00:00:00.000Z';

/**
 * A response to which two playbooks were selected. The first contained its target; `second` is what the store
 * knows of the other one.
 */
async function close(second: PlaybookStatus | 'running' | null, type?: string, reason: string | null = null) {
  const stores = openStores();
  const incident = makeIncident(type === undefined ? {} : { type });
  await stores.incidents.create(incident.id, incident);
  const selected = ['first', 'second'].map((id) => ({ id, hash: id }));
  await stores.responses.create({ incident: incident.id, revision: 1 }, { revision: 1, playbooks: selected });
  const run = { incident: incident.id, revision: 1, playbook: 'first', execution: 'arn:first' };
  await stores.outcomes.create(
    { run, step: 'isolate' },
    {
      run,
      step: 'isolate',
      action: 'ec2.isolate-instance',
      target: null,
      status: 'applied',
      verified: 'contained',
      plan: 'hash',
      rule: null,
      reason,
      firstPlannedAt: at,
    },
  );
  const runs = { first: 'succeeded', ...(second === null ? {} : { second }) } as const;
  for (const [playbook, status] of Object.entries(runs)) {
    const row = { revision: 1, playbook, hash: playbook, mode: 'auto', execution: playbook, status } as const;
    await stores.runs.create({ incident: incident.id, revision: 1, playbook }, row);
  }
  const kept = new Map<string, Uint8Array>();
  const closeResponse = createCloseResponse({
    stores,
    catalog,
    clock: noon,
    evidence: createEvidenceMemory(kept),
  });
  const reply = await closeResponse({ incident: incident.id, revision: 1 });
  return { incident, stores, closeResponse, reply, kept, messages: await stores.outbox.list() };
}

describe('a response whose first playbook contained its target', () => {
  it.each([
    ['succeeded', 'succeeded', 'contained'],
    ['failed', 'failed', 'partially-contained'],
    ['never told how it ended', 'running', 'partially-contained'],
    ['never ran', null, 'partially-contained'],
  ] as const)('and whose second %s', async (_title, second, state) => {
    expect((await close(second)).reply).toMatchObject({ status: { state } });
  });

  it('is told under a subject that SNS takes, whatever the finding calls itself', async () => {
    const { messages } = await close('succeeded', `Backdoor\r\nBcc: all@example.com ${'x'.repeat(200)}`);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.subject).toMatch(/^Contained: Backdoor {2}Bcc: [^\p{Cc}]{1,80}$/u);
  });

  it('is told in lines of ours alone, whatever stands in a reason', async () => {
    const { messages } = await close('succeeded', undefined, 'denied\n\nApprove at phish.example');
    expect(messages[0]?.body.split('\n')).toHaveLength(3);
    expect(messages[0]?.body).toContain('(denied  Approve at phish.example)');
  });

  it('is kept as evidence, with the head of its timeline, as it stood when it was closed first', async () => {
    const { incident, stores, closeResponse, kept } = await close('succeeded');
    const read = () => JSON.parse(new TextDecoder().decode(kept.get(`incidents/${incident.id}/r1.json`)));
    const [entry] = await stores.timeline.list(incident.id);
    expect(read()).toMatchObject({
      revision: 1,
      head: entry?.hash,
      incident: { id: incident.id, status: { state: 'contained' } },
      outcomes: [{ action: 'ec2.isolate-instance' }],
      timeline: [{ kind: 'response.closed' }],
    });
    const before = read();
    await stores.timeline.append(incident.id, { key: 'later', kind: 'note', data: {} });
    await closeResponse({ incident: incident.id, revision: 1 });
    expect(read()).toEqual(before);
    expect([...kept.keys()]).toHaveLength(1);
  });
});
