import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import type { ActionSpec } from '../../../core/action-spec.ts';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { Decision, Mode } from '../../../core/playbook/protocol.ts';
import type { Clients } from '../../../tasks/aws-clients.ts';
import { defineAction } from '../../../tasks/actions/action.ts';
import { refused } from '../../../tasks/actions/refused.ts';
import { actions } from '../../../tasks/actions/registry.ts';
import { instanceId, keyId } from '../../runtime/account/world.ts';
import { approve, createHarness, type Asked, type Harness, type Options } from './harness.ts';
import { subjectOf } from './subjects.ts';

const asked: Asked = { action: 'iam.disable-access-key', parameters: { accessKeyId: keyId } };
const person = { by: 'ana', at: '2026-01-01T00:00:00.000Z' };
const paused = { ...person, paused: true, reason: 'stop' };

describe('decide', () => {
  /** What people said: yes to this plan and another, yes to the other alone, no, nothing. */
  const answers: Record<
    'this' | 'other' | 'rejected' | 'expired',
    (harness: Harness, hash: string) => Promise<Decision>
  > = {
    this: (harness, hash) => approve(harness, asked, [hash, 'another']),
    other: (harness) => approve(harness, asked, ['another']),
    rejected: async (_harness, hash) => ({ ...person, decision: 'rejected', hashes: [hash] }),
    expired: async (_harness, hash) => ({ ...person, decision: 'expired', hashes: [hash] }),
  };

  interface Case {
    readonly mode: Mode;
    readonly cap?: Mode;
    readonly begun?: Mode;
    readonly said?: keyof typeof answers;
    readonly drifts?: number;
    readonly times?: number;
    readonly answer: string;
  }
  const cases: readonly Case[] = [
    { mode: 'auto', answer: 'apply mode' },
    { mode: 'approve', answer: 'ask mode' },
    { mode: 'shadow', answer: 'record mode' },
    { mode: 'auto', cap: 'approve', answer: 'ask mode' },
    { mode: 'auto', cap: 'shadow', answer: 'record mode' },
    { mode: 'shadow', cap: 'auto', answer: 'record mode' },
    { mode: 'auto', begun: 'approve', answer: 'ask mode' },
    { mode: 'auto', begun: 'shadow', answer: 'record mode' },
    { mode: 'approve', begun: 'auto', answer: 'ask mode' },
    { mode: 'approve', said: 'this', answer: 'apply approval' },
    { mode: 'auto', said: 'this', answer: 'apply approval' },
    { mode: 'shadow', said: 'this', answer: 'record mode' },
    { mode: 'auto', cap: 'shadow', said: 'this', answer: 'record mode' },
    { mode: 'approve', said: 'other', answer: 'ask approval' },
    { mode: 'auto', said: 'other', answer: 'ask approval' },
    { mode: 'auto', said: 'other', times: 2, answer: 'ask approval' },
    { mode: 'auto', said: 'other', times: 3, answer: 'deny drift' },
    { mode: 'auto', said: 'rejected', answer: 'deny approval' },
    { mode: 'approve', said: 'expired', answer: 'deny approval' },
    { mode: 'auto', drifts: 2, answer: 'apply mode' },
    { mode: 'auto', drifts: 3, answer: 'deny drift' },
  ];

  it.each(cases)(
    'says $answer in mode $mode, begun in $begun, cap $cap, drifts $drifts, asked $times times, told $said',
    async ({ mode, cap, begun = 'auto', said, drifts, times = 0, answer: expected }) => {
      const harness = await createHarness({
        ...(cap && { cap }),
        readMode: () => Promise.resolve(begun),
      });
      const { hash } = await harness.plan(asked);
      const approval = said === undefined ? null : await answers[said](harness, hash);
      const reply = await harness.decide({ ...asked, mode, approval, times }, hash, drifts);
      expect(`${reply.decision} ${reply.rule}`).toBe(expected);
    },
  );

  it.each([
    ['auto', 'To be applied (mode: auto applies without asking)'],
    ['approve', 'People are asked first (mode: approve asks before every change)'],
    ['shadow', 'For the record only (mode: shadow plans and records only)'],
  ] as const)('tells the timeline in mode %s what follows, and names the rule once', async (mode, text) => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.decide({ ...asked, mode }, hash);
    expect((await harness.timeline.list('inc-1')).at(-1)?.data['text']).toBe(text);
  });
});

describe('plan', () => {
  const bounds = { own: '999988887777', named: null };
  const madeUp = () =>
    Promise.resolve({
      account: '666677778888',
      region: 'eu-west-1',
      cap: 'approve' as const,
      trusted: false,
    });

  it('asks nothing of an account that only a log record names, and denies the action', async () => {
    const entered: string[] = [];
    const harness = await createHarness({
      bounds,
      readIncident: madeUp,
      access: ({ account }) => {
        entered.push(account);
        throw new Error('entered');
      },
    });
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({
      decision: 'deny',
      rule: 'named-accounts',
      reason: expect.stringMatching(/^account 666677778888 is not one of aws\.accounts/),
    });
    expect(entered).toEqual([]);
  });

  it('still tells people what a playbook says about such an account', async () => {
    const harness = await createHarness({ bounds, readIncident: madeUp });
    const tell: Asked = { action: 'general.notify-people', parameters: { message: 'look' } };
    const { hash } = await harness.plan(tell);
    expect(await harness.decide({ ...tell, mode: 'auto' }, hash)).toMatchObject({ decision: 'ask' });
  });
});

/** Whatever stands in the way of a change; none of them may let a single mutation through. */
const obstacles: Readonly<Record<string, { options?: () => Options; asked?: Partial<Asked>; pause?: true }>> =
  {
    paused: { pause: true },
    'mode shadow': { asked: { mode: 'shadow' } },
    'a sample': { options: () => ({ cap: 'shadow' }) },
    'an approval that was never given': { asked: { mode: 'approve' } },
    'a rejection': { asked: { approval: { ...person, decision: 'rejected', hashes: [] } } },
    'an approval that nobody gave': {
      asked: { approval: { ...person, decision: 'approved', hashes: ['x'] } },
    },
    'a run that never began': { options: () => ({ readMode: () => Promise.resolve(null) }) },
    'a run that was begun in mode shadow': { options: () => ({ readMode: () => Promise.resolve('shadow') }) },
    'a run of which nobody knows': {
      options: () => ({ readMode: () => Promise.reject(new Error('no store')) }),
    },
    'an account that is not allowed': {
      options: () => ({ guardrails: GuardrailConfig.parse({ allowedAccounts: ['999999999999'] }) }),
    },
    'a budget that is used up': {
      options: () => ({
        guardrails: GuardrailConfig.parse({ budgets: { safe: 0, disruptive: 0, destructive: 0 } }),
      }),
    },
    'a protected name': {
      options: () => ({ guardrails: GuardrailConfig.parse({ protected: { names: ['*'] } }) }),
    },
    'an incident that is not there': { options: () => ({ readIncident: onlyFirst() }) },
    'incidents that cannot be read': { options: () => ({ readIncident: onlyFirst(new Error('no store')) }) },
    'a run that has ended': { options: () => ({ isRunOpen: () => Promise.resolve(false) }) },
    'runs that cannot be read': {
      options: () => ({ isRunOpen: () => Promise.reject(new Error('no engine')) }),
    },
  };

/** Answers while plans are made, then no more. */
function onlyFirst(error?: Error): NonNullable<Options['readIncident']> {
  let times = 0;
  return async () => {
    times += 1;
    if (times <= 2) return { account: '111122223333', region: 'us-east-1', cap: 'auto', trusted: true };
    if (error) throw error;
    return null;
  };
}

describe.each([...actions.keys()])('%s', (action) => {
  it.each(Object.keys(obstacles))('changes nothing against %s, asked straight to apply', async (name) => {
    const { options, asked: how = {}, pause } = obstacles[name] ?? {};
    const harness = await createHarness(options?.());
    const step: Asked = { action, parameters: subjectOf(action).parameters, ...how };
    const before = harness.picture();
    const { hash } = await harness.plan(step);
    if (pause) await harness.controls.set(paused);
    const reply = await harness.apply(step, hash).catch((error: Error) => ({ status: error.name }));
    expect(['denied', 'ChangeRefused']).toContain(reply.status);
    expect(harness.mutations()).toEqual([]);
    expect(harness.picture()).toEqual(before);
  });
});

const evilSpec = {
  id: 'ec2.evil',
  version: 1,
  title: 'Tries to change what it must not',
  parameters: z.strictObject({ when: z.enum(['plan', 'verify', 'apply', 'undo']) }),
  target: () => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: { plan: ['ec2:StopInstances'], apply: [], verify: ['ec2:StopInstances'], undo: [] },
  undo: 'reversible',
  d3fend: [],
  guide: { does: 'Evil.', result: {}, example: { when: 'apply' }, sources: [] },
} as const satisfies ActionSpec<{ when: string }>;

const stop = (clients: Clients) => clients.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));

const evil = defineAction(evilSpec, {
  data: z.object({}),
  async plan({ when }, { clients }) {
    if (when === 'plan') await stop(clients);
    const { refusal: _refusal, ...draft } = refused('none', 'none');
    return draft;
  },
  async apply({ parameters: { when } }, { clients }) {
    if (when === 'apply') await stop(clients);
    return {};
  },
  async verify({ parameters: { when } }, { clients }) {
    if (when === 'verify') await stop(clients);
    return { verified: 'contained', reason: '' };
  },
  async undo({ when }, { clients }) {
    if (when === 'undo') await stop(clients);
    return { undone: [], left: [] };
  },
});

describe('the guarded clients', () => {
  const evilActions = new Map([[evilSpec.id, evil]]);
  const evilAsked = (when: string): Asked => ({ action: evilSpec.id, parameters: { when } });

  it.each([
    ['plan', 'read-only'],
    ['verify', 'read-only'],
    ['apply', 'permissions'],
  ])('refuse a change in %s, whatever the spec lists (%s)', async (when, rule) => {
    const harness = await createHarness({ actions: evilActions });
    const run = async () => {
      const { hash } = await harness.plan(evilAsked(when));
      await harness.apply(evilAsked(when), hash);
      await harness.verify(evilAsked(when), hash);
    };
    await expect(run()).rejects.toMatchObject({ name: 'ChangeRefused', rule });
    expect(harness.mutations()).toEqual([]);
  });

  it('refuse a change in undo that the spec does not list, and the release says so', async () => {
    const harness = await createHarness({ actions: evilActions });
    await harness.contain(evilAsked('undo'));
    const { undone, left } = await harness.release();
    expect(undone).toEqual([]);
    expect(left).toMatchObject([{ action: evilSpec.id, why: expect.stringContaining('ec2:StopInstances') }]);
    expect(harness.mutations()).toEqual([]);
  });
});

describe('an action', () => {
  it('does not type-check without undo, unless its spec says why there is none', () => {
    const { undo: _undo, ...body } = {
      data: z.object({}),
      plan: async () => refused('none', 'none'),
      apply: async () => ({}),
      verify: async () => ({ verified: 'contained' as const, reason: '' }),
      undo: async () => ({ undone: [], left: [] }),
    };
    // @ts-expect-error undo is missing
    expect(defineAction(evilSpec, body).undo).toBeNull();
    const irreversible = { ...evilSpec, undo: { irreversible: 'it is gone' } } as const;
    expect(defineAction(irreversible, body).undo).toBeNull();
    // @ts-expect-error undo where the spec says that there is none
    defineAction(irreversible, { ...body, undo: _undo });
  });
});

describe('the runner', () => {
  it.each([
    [
      { action: 'ec2.explode', parameters: {} },
      /unknown action 'ec2.explode'; the catalog has .*ec2.isolate-instance/,
    ],
    [{ ...asked, parameters: {} }, /iam.disable-access-key cannot use its parameters: with\/accessKeyId/],
    [{ ...asked, parameters: { accessKeyId: keyId, user: 'x' } }, /Unrecognized key.*user/],
    [
      { ...asked, parameters: { accessKeyId: keyId, account: 'me' } },
      /with\/account: an AWS account id has 12 digits/,
    ],
  ])('refuses %o with one clear line', async (step, message) => {
    const harness = await createHarness();
    const error = await harness.plan(step as Asked).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'InvalidInput', message: expect.stringMatching(message) });
    expect(await harness.outcomes.list('inc-1')).toMatchObject([{ status: 'failed' }]);
  });

  it('refuses what is no request', async () => {
    const harness = await createHarness();
    await expect(harness.runner.act({ phase: 'destroy' })).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it('acts in the account and region that the parameters name', async () => {
    const harness = await createHarness();
    const elsewhere = { instanceId, account: '444455556666', region: 'eu-west-1' };
    const { target } = await harness.plan({ action: 'ec2.isolate-instance', parameters: elsewhere });
    expect(target).toMatchObject({ account: '444455556666', region: 'eu-west-1' });
  });

  it.each([
    ['account', { allowedAccounts: ['999900001111'] }, 'allowed-accounts'],
    ['Region', { allowedRegions: ['eu-*'] }, 'allowed-regions'],
  ])('does not even read what is in an %s that may not be changed', async (_what, guardrails, rule) => {
    const scopes: string[] = [];
    const harness = await createHarness({
      guardrails: GuardrailConfig.parse(guardrails),
      access: (scope) => {
        scopes.push(scope.account);
        throw new Error('AccessDenied');
      },
    });
    const asked = { action: 'ec2.isolate-instance', parameters: { instanceId } };
    const { hash, summary } = await harness.plan(asked);
    expect(summary).toContain('allowed');
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'deny', rule });
    expect(scopes).toEqual([]);
  });

  it('keeps an outcome of each step, with what said no', async () => {
    const harness = await createHarness();
    await harness.controls.set(paused);
    const { hash } = await harness.plan(asked);
    await harness.decide(asked, hash);
    const [outcome] = await harness.outcomes.list('inc-1');
    expect(outcome).toMatchObject({ status: 'denied', rule: 'paused', plan: hash, target: { id: keyId } });
    expect((await harness.timeline.list('inc-1')).map(({ kind }) => kind)).toEqual([
      'action.planned',
      'action.denied',
    ]);
  });

  it('rolls back nothing while automatic changes are paused, and says so; a person still may', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.controls.set(paused);
    const { run } = harness.stepOf(asked);
    expect(await harness.runner.rollback({ run })).toMatchObject({
      undone: [],
      left: [{ why: expect.stringContaining('paused') }],
    });
    expect((await harness.release()).undone).toHaveLength(1);
  });

  it('rolls back what its run holds and leaves what another run of the incident holds too', async () => {
    const harness = await createHarness();
    const other: Asked = { action: 's3.block-public-access', parameters: { bucketName: 'reports' } };
    await harness.contain(asked);
    await harness.contain({ ...asked, revision: 2 });
    await harness.contain({ ...other, revision: 2 });
    const reply = await harness.runner.rollback({ run: harness.stepOf({ ...asked, revision: 2 }).run });
    expect(reply.undone.map(({ action }) => action)).toEqual([other.action]);
    expect(reply.left).toMatchObject([{ action: asked.action, why: 'still held by inc-1' }]);
    expect(subjectOf(asked.action).isContained(harness)).toBe(true);
  });

  it('releases the newest first, and keeps evidence', async () => {
    const harness = await createHarness();
    const steps = [...actions.keys()].map((action) => ({ action, parameters: subjectOf(action).parameters }));
    for (const [n, step] of steps.entries()) await harness.contain({ ...step, step: `s${n}` });
    const { undone, left } = await harness.release();
    const undoOf = (action: string) => actions.get(action)?.spec.undo;
    const ids = steps.map(({ action }) => action).toReversed();
    expect(undone.map(({ action }) => action)).toEqual(ids.filter((id) => undoOf(id) === 'reversible'));
    const irreversible = ids.filter((id) => undoOf(id) !== 'reversible');
    expect(left.map(({ action }) => action)).toEqual(irreversible);
    expect(left.at(-1)).toMatchObject({
      action: 'ec2.snapshot-volumes',
      why: expect.stringContaining('evidence is kept'),
    });
  });

  it('goes on with the rest when one release fails, and finishes it when asked again', async () => {
    let broken = true;
    const harness = await createHarness({
      isRunOpen: () => Promise.resolve(true),
      afterEffect: () => undefined,
      access: (scope) => {
        const clients = harness.accounts.access(scope);
        if (!broken || scope.purpose !== 's3.block-public-access') return clients;
        const send = () => Promise.reject(Object.assign(new Error('slow down'), { name: 'SlowDown' }));
        return { ...clients, s3: { send } as typeof clients.s3 };
      },
    });
    broken = false;
    const before = harness.picture();
    await harness.contain(asked);
    await harness.contain({
      action: 's3.block-public-access',
      parameters: { bucketName: 'reports' },
      step: 'b',
    });
    broken = true;
    const { run } = harness.stepOf(asked);
    await expect(harness.runner.rollback({ run })).rejects.toMatchObject({ name: 'Busy' });
    broken = false;
    expect((await harness.runner.rollback({ run })).undone).toHaveLength(2);
    expect(harness.picture()).toEqual(before);
  });

  it('turns what AWS cannot do now into Busy, which state machines retry', async () => {
    const harness = await createHarness({
      access: (scope) => {
        const clients = harness.accounts.access(scope);
        const send = () => Promise.reject(Object.assign(new Error('rate'), { name: 'Throttling' }));
        return { ...clients, iam: { send } as typeof clients.iam };
      },
    });
    await expect(harness.plan(asked)).rejects.toMatchObject({ name: 'Busy', message: /Throttling: rate/ });
  });

  it('applies once for ten that ask at once', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    const replies = await Promise.allSettled(Array.from({ length: 10 }, () => harness.apply(asked, hash)));
    const names = replies.map((reply) =>
      reply.status === 'fulfilled' ? reply.value.status : (reply.reason as Error).name,
    );
    expect(names).toContain('applied');
    expect(names.filter((name) => name !== 'applied' && name !== 'Busy')).toEqual([]);
    expect(harness.mutations()).toHaveLength(1);
  });
});
