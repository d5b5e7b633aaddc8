import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NotFound } from '../../core/errors.ts';
import type { Incident } from '../../core/incident.ts';
import type { ActionOutcome } from '../../core/records/action-outcomes.ts';
import { createBeginPlaybook } from '../../tasks/begin-playbook/index.ts';
import { createEndPlaybook } from '../../tasks/end-playbook/index.ts';
import { createNotify } from '../../tasks/notify/index.ts';
import { makeFinding } from '../runtime/account/world.ts';
import { makeIncident, noon, openStores } from '../support/incidents.ts';

const run = { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' };
const key = { incident: 'inc-1', revision: 1, playbook: 'isolate' };

async function createWorld(changes: Partial<Incident> = {}) {
  const stores = openStores();
  const incident = makeIncident({ findings: ['f1'], ...changes });
  await stores.incidents.create('inc-1', incident);
  await stores.findings.create('f1', {
    finding: makeFinding([], { id: 'f1' }),
    enrichment: { remotes: [], tags: {}, criticality: 'normal', gaps: [] },
    risk: incident.risk,
    incident: 'inc-1',
    writtenBack: null,
  });
  return stores;
}

describe('begin-playbook', () => {
  const find = (mode: 'auto' | 'approve' | 'shadow') => (id: string) =>
    id === 'isolate' ? { mode, hash: 'h1' } : null;

  it.each([
    ['auto', 'auto', {}, 'auto'],
    ['approve', 'auto', {}, 'approve'],
    ['auto', 'approve', {}, 'approve'],
    ['auto', 'shadow', {}, 'shadow'],
    ['shadow', 'auto', {}, 'shadow'],
    ['auto', 'auto', { trusted: false }, 'approve'],
  ] as const)('caps mode %s by %s and %j: %s', async (own, cap, changes, mode) => {
    const stores = await createWorld();
    await stores.incidents.change('inc-1', (known) => known && { ...known, ...changes });
    if (Object.hasOwn(changes, 'trusted')) {
      const stored = await stores.findings.get('f1');
      if (stored !== null) await stores.findings.create('untrusted|f1', stored);
    }
    const begin = createBeginPlaybook({ stores, findPlaybook: find(own), cap });
    expect(await begin(run)).toMatchObject({
      mode,
      finding: { id: 'f1' },
      incident: { id: 'inc-1', revision: 1 },
    });
    expect(await stores.runs.get(key)).toMatchObject({ mode, hash: 'h1', status: 'running' });
  });

  it('begins once for an execution: a retry does not set back what has ended', async () => {
    const stores = await createWorld();
    const begin = createBeginPlaybook({ stores, findPlaybook: find('auto'), cap: 'auto' });
    await begin(run);
    await createEndPlaybook({ stores, clock: noon })({ run, status: 'completed' });
    await begin(run);
    expect((await stores.runs.get(key))?.status).toBe('succeeded');
    await begin({ ...run, execution: 'arn:redriven' });
    expect((await stores.runs.get(key))?.status).toBe('running');
  });

  it('refuses a playbook that is not there any more', async () => {
    const stores = await createWorld();
    const begin = createBeginPlaybook({ stores, findPlaybook: () => null, cap: 'auto' });
    await expect(begin(run)).rejects.toThrow(NotFound);
  });
});

describe('end-playbook', () => {
  const outcome = (step: string, changes: Partial<ActionOutcome>): ActionOutcome => ({
    run,
    step,
    action: 'ec2.isolate-instance',
    target: null,
    status: 'applied',
    verified: 'contained',
    plan: null,
    rule: null,
    reason: null,
    firstPlannedAt: '2026-11-20T00:00:00.000Z',
    ...changes,
  });
  const failed = { status: 'failed', verified: null } as const;
  const denied = { status: 'denied', rule: 'protected-tags', verified: null } as const;
  const refused = { ...denied, rule: 'approval' } as const;
  const planned = { status: 'planned', verified: null } as const;

  it.each<[string, 'completed' | 'failed' | 'rolled-back', readonly Partial<ActionOutcome>[], string]>([
    ['nothing to do', 'completed', [], 'succeeded'],
    ['all applied', 'completed', [{}, {}], 'succeeded'],
    ['only planned', 'completed', [planned], 'shadowed'],
    ['refused by a person', 'completed', [refused], 'rejected'],
    ['one refused, one applied', 'completed', [refused, {}], 'partial'],
    ['denied by a guardrail', 'completed', [denied], 'failed'],
    ['one failed, one applied', 'completed', [failed, {}], 'partial'],
    ['all failed', 'completed', [failed], 'failed'],
    ['stopped', 'failed', [{}], 'failed'],
    ['rolled back', 'rolled-back', [{ status: 'undone' }], 'rolled-back'],
  ])('%s (%s)', async (_what, status, outcomes, expected) => {
    const stores = await createWorld();
    for (const [n, changes] of outcomes.entries())
      await stores.outcomes.create({ run, step: `s${n}` }, outcome(`s${n}`, changes));
    const other = { ...run, playbook: 'another' };
    await stores.outcomes.create({ run: other, step: 'x' }, { ...outcome('x', failed), run: other });
    const end = createEndPlaybook({ stores, clock: noon });
    expect(await end({ run, status })).toEqual({ playbook: 'isolate', status: expected });
    expect(await stores.runs.get(key)).toMatchObject({ status: expected });
  });

  it('closes the questions of its run, and of no other', async () => {
    const stores = await createWorld();
    const question = (id: string, execution: string) => ({
      id,
      run: { ...run, execution },
      step: 'ok',
      message: '',
      plans: ['h'],
      seen: [],
      askedAt: '2026-11-20T00:00:00.000Z',
      deadline: '2026-11-20T01:00:00.000Z',
      asks: 1,
      token: 't',
      approvers: [],
      quorum: 1,
      requester: null,
      answers: [],
      decision: null,
    });
    await stores.approvals.create('own', question('own', 'arn:run'));
    await stores.approvals.create('other', question('other', 'arn:other'));
    await createEndPlaybook({ stores, clock: noon })({ run, status: 'failed', error: 'Boom', cause: 'why' });
    expect((await stores.approvals.get('own'))?.decision).toMatchObject({ decision: 'expired' });
    expect((await stores.approvals.get('other'))?.decision).toBeNull();
  });

  it('says in the timeline which step stopped it, and what the function said', async () => {
    const stores = await createWorld();
    const cause = JSON.stringify({ errorType: 'InvalidInput', errorMessage: 'no such field', trace: [] });
    const end = createEndPlaybook({ stores, clock: noon });
    await end({ run, status: 'failed', step: 'isolate', error: 'InvalidInput', cause });
    expect((await stores.timeline.list('inc-1')).at(-1)).toMatchObject({
      kind: 'playbook.ended',
      data: { status: 'failed', step: 'isolate', error: 'InvalidInput', cause: 'no such field' },
    });
  });
});

describe('notify', () => {
  it('tells once for a step of a run, however often it is retried', async () => {
    const stores = await createWorld();
    const notify = createNotify({ stores, clock: noon, digest: (text) => hash('sha256', text) });
    const request = { run, step: 'tell', message: 'The instance is isolated.' };
    expect(await notify(request)).toMatchObject({ told: true });
    expect(await notify(request)).toMatchObject({ told: false });
    expect(await notify({ ...request, step: 'again' })).toMatchObject({ told: true });
    expect(await stores.outbox.list()).toHaveLength(2);
    expect(await stores.timeline.list('inc-1')).toHaveLength(2);
  });

  it('keeps a long message whole in the outbox, and says in the timeline that there is more of it', async () => {
    const stores = await createWorld();
    const notify = createNotify({ stores, clock: noon, digest: (text) => hash('sha256', text) });
    const message = '1. aws ec2 describe-instances '.repeat(20);
    await notify({ run, step: 'tell', message });
    expect(await stores.outbox.list()).toMatchObject([{ body: message }]);
    const [line] = await stores.timeline.list('inc-1');
    expect(line?.data['text']).toBe(`${message.slice(0, 499)}…`);
  });
});
