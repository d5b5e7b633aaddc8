import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../core/records/approvals.ts';
import { instanceId, keyId } from '../../runtime/account/world.ts';
import { approve, createHarness, type Asked, type Harness, otherInstanceId } from './harness.ts';

const key: Asked = { action: 'iam.disable-access-key', parameters: { accessKeyId: keyId }, mode: 'approve' };
const decision = (changes: object) => ({
  decision: {
    approval: 'apr-1',
    decision: 'approved',
    by: 'ana',
    at: '2026-01-01T00:00:00.000Z',
    hashes: [],
    ...changes,
  },
});

/** What stands in the store under the id that the decision names. */
const refused: Readonly<Record<string, { readonly stored: object; readonly reason: RegExp }>> = {
  'nobody has answered': { stored: { decision: null }, reason: /nobody has answered apr-1/ },
  'was rejected': { stored: decision({ decision: 'rejected' }), reason: /not approved: it was rejected/ },
  'has expired': { stored: decision({ decision: 'expired' }), reason: /not approved: it was expired/ },
  'was answered after its deadline': {
    stored: decision({ at: '2026-01-01T01:00:00.000Z' }),
    reason: /answered after its deadline/,
  },
  ...Object.fromEntries(
    [
      { incident: 'inc-2' },
      { revision: 2 },
      { playbook: 'another' },
      { execution: 'arn:aws:states:us-east-1:111122223333:execution:contain:another' },
    ].map((other) => [
      `was asked for another ${Object.keys(other).join()}`,
      { stored: { run: other }, reason: /apr-1 was asked by arn/ },
    ]),
  ),
};

const storeAnswer = async (harness: Harness, hash: string, { run, ...changes }: Partial<Approval>) =>
  await approve(harness, key, [hash], { ...changes, run: { ...harness.stepOf(key).run, ...run } });

describe('a yes to a question that', () => {
  it.each(Object.entries(refused))('%s is denied, in Decide and in Apply, and recorded', async (_, given) => {
    const harness = await createHarness();
    const { hash } = await harness.plan(key);
    const approval = await storeAnswer(harness, hash, given.stored as Partial<Approval>);
    const denied = { rule: 'approval', reason: expect.stringMatching(given.reason) };
    const asked = { ...key, approval };
    expect(await harness.decide(asked, hash)).toEqual({ decision: 'deny', ...denied });
    expect(await harness.apply(asked, hash)).toEqual({ status: 'denied', ...denied });
    expect(await harness.outcomes.list('inc-1')).toMatchObject([{ status: 'denied', ...denied }]);
    const told = (await harness.timeline.list('inc-1')).filter(({ kind }) => kind === 'action.denied');
    expect(told).toHaveLength(2);
    expect(harness.mutations()).toEqual([]);
  });

  it('does not exist is denied', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(key);
    const { approval: _, ...forged } = decision({ hashes: [hash] }).decision;
    for (const [approval, reason] of [
      [{ ...forged, decision: 'approved' as const }, /names no question/],
      [{ ...forged, decision: 'approved' as const, approval: 'apr-none' }, /there is no question apr-none/],
    ] as const) {
      const reply = await harness.apply({ ...key, approval }, hash);
      expect(reply).toMatchObject({
        status: 'denied',
        rule: 'approval',
        reason: expect.stringMatching(reason),
      });
    }
    expect(harness.mutations()).toEqual([]);
  });

  it('cannot be read is denied', async () => {
    const harness = await createHarness({
      wrapTable: (table) => ({
        ...table,
        get: (wanted) =>
          wanted.pk.startsWith('APPROVAL#') ? Promise.reject(new Error('no store')) : table.get(wanted),
      }),
    });
    const { hash } = await harness.plan(key);
    const approval = await approve(harness, key, [hash]);
    expect(await harness.apply({ ...key, approval }, hash)).toMatchObject({
      status: 'denied',
      rule: 'approval',
      reason: 'the answer could not be looked up (no store), so it is no',
    });
  });

  it('was about another plan does not cover this one, whatever the request says that it covers', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(key);
    const approval = { ...(await approve(harness, key, ['another'])), hashes: [hash] };
    expect((await harness.apply({ ...key, approval }, hash)).status).toBe('denied');
    expect(harness.mutations()).toEqual([]);
  });

  it('was given is told by the name in the store, whoever the request says it was', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(key);
    const approval = { ...(await approve(harness, key, [hash])), by: 'mallory' };
    expect(await harness.decide({ ...key, approval }, hash)).toMatchObject({
      decision: 'apply',
      reason: 'ana approved it',
    });
  });
});

describe('what others feel by the time that it is applied', () => {
  const role: Asked = { action: 'iam.quarantine-role', parameters: { roleName: 'web' }, mode: 'approve' };

  /** Gives the other instance the role's profile, or takes it away. */
  async function setShared(harness: Harness, shared: boolean): Promise<void> {
    const instances = harness.accounts.snapshot('111122223333').instance;
    const one = instances.find((item) => item.instanceId === instanceId);
    const other = instances.find((item) => item.instanceId === otherInstanceId);
    if (!one?.profile || !other) throw new Error('no instances');
    const profile = shared ? one.profile : null;
    const place = { account: '111122223333', region: 'us-east-1' };
    await harness.accounts.put('instance', place, { ...other, profile });
  }

  it('asks again where more do: the plan drifted, and nothing is changed', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(role);
    const asked = { ...role, approval: await approve(harness, role, [hash]) };
    expect((await harness.decide(asked, hash)).decision).toBe('apply');
    await setShared(harness, true);
    expect(await harness.apply(asked, hash)).toEqual({
      status: 'drifted',
      reason: expect.stringContaining(`more would feel it than ana saw: 2 instances in us-east-1 run with`),
    });
    expect(harness.mutations()).toEqual([]);
    const again = await harness.plan(role);
    expect(again.hash).toBe(hash);
    expect(await harness.decide({ ...asked, times: 1 }, hash)).toMatchObject({
      decision: 'ask',
      rule: 'drift',
      reason: expect.stringContaining(otherInstanceId),
    });
    const wider = { ...role, approval: await approve(harness, role, [hash], { id: 'apr-2' }) };
    expect((await harness.apply(wider, hash)).status).toBe('applied');
  });

  it('is let through where fewer do', async () => {
    const harness = await createHarness();
    await setShared(harness, true);
    const { hash } = await harness.plan(role);
    const asked = { ...role, approval: await approve(harness, role, [hash]) };
    await setShared(harness, false);
    expect((await harness.apply(asked, hash)).status).toBe('applied');
  });

  it('asks for the first time in mode auto', async () => {
    const harness = await createHarness();
    const asked: Asked = { ...role, mode: 'auto' };
    const { hash } = await harness.plan(asked);
    expect((await harness.decide(asked, hash)).decision).toBe('apply');
    await setShared(harness, true);
    expect(await harness.apply(asked, hash)).toMatchObject({ status: 'drifted' });
    await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'ask', rule: 'blast-radius' });
  });

  it('does not stop what this step has begun', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(role);
    const asked = { ...role, approval: await approve(harness, role, [hash]) };
    expect((await harness.apply(asked, hash)).status).toBe('applied');
    await setShared(harness, true);
    expect((await harness.apply(asked, hash)).status).toBe('applied');
  });
});
