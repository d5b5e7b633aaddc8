import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import type { ActionSpec } from '../../../core/action-spec.ts';
import { resetBudget } from '../../../core/guardrails/budget.ts';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import { defineAction } from '../../../tasks/actions/action.ts';
import { refused } from '../../../tasks/actions/refused.ts';
import { approve, createHarness, type Asked, type Harness, type Options } from './harness.ts';

const parameters = z.strictObject({ id: z.string(), roles: z.number().default(0) });

const spec = {
  id: 'ec2.touch',
  version: 1,
  title: 'Touches something',
  parameters,
  target: ({ id }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: { plan: [], apply: [], verify: [], undo: [] },
  undo: 'reversible',
  d3fend: [],
  guide: { does: 'Touches it.', result: {}, example: { id: 'a' }, sources: [] },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;

const sharedRole = (others: number): TargetFacts['cautions'] =>
  others > 0 ? [{ id: 'shared-role', others, reason: `${others} others share the role` }] : [];

/** Changes nothing, so that everything is told by the runner's answers. */
const touch = defineAction(spec, {
  data: z.object({}),
  async plan({ roles }) {
    const { refusal: _refusal, facts, ...draft } = refused('none', 'none');
    return { ...draft, facts: { ...facts, cautions: sharedRole(roles) }, inPlace: true };
  },
  apply: async () => ({}),
  verify: async ({ parameters: { id } }) => ({
    verified: id === 'stubborn' ? 'not' : 'contained',
    reason: '',
  }),
  undo: async () => ({ undone: [], left: [] }),
});

const account = '111122223333';
const person = { by: 'ana', at: '2026-11-20T00:00:00.000Z', reason: 'a drill' };

const open = (guardrails: unknown, options: Options = {}) =>
  createHarness({
    actions: new Map([[spec.id, touch]]),
    guardrails: GuardrailConfig.parse(guardrails),
    ...options,
  });

const asking = (id: string, more: Partial<Asked> = {}): Asked => ({
  action: spec.id,
  parameters: { id },
  incident: `inc-${id}`,
  ...more,
});

/** Plans and decides. @returns such as `apply mode`. */
async function ask(harness: Harness, asked: Asked): Promise<string> {
  const { hash } = await harness.plan(asked);
  const { decision, rule } = await harness.decide(asked, hash);
  return `${decision} ${rule}`;
}

const askInTurn = async (harness: Harness, all: readonly Asked[]): Promise<readonly string[]> => {
  const answers: string[] = [];
  for (const asked of all) answers.push(await ask(harness, asked));
  return answers;
};

describe('a budget of two an hour', () => {
  const twoAnHour = { budgets: { disruptive: 2 } };

  it('lets two through, denies the third and all that follow, and tells people once', async () => {
    const harness = await open(twoAnHour);
    const all = ['a', 'b', 'c', 'd', 'e'].map((id) => asking(id));
    expect(await askInTurn(harness, all)).toEqual([
      'apply mode',
      'apply mode',
      'deny budget',
      'deny budget',
      'deny budget',
    ]);
    const messages = await harness.outbox.list();
    expect(messages).toMatchObject([{ kind: 'alert', subject: `Stopped: ec2.touch in account ${account}` }]);
    expect(messages[0]?.body).toContain(`tourniquet budgets --reset ec2.touch --account ${account}`);
  });

  it('counts each run of a playbook that another one runs several times', async () => {
    const harness = await open(twoAnHour);
    const nested = async (within: string): Promise<string> => {
      const asked = asking('a', { within });
      return await ask(harness, asked);
    };
    expect(await nested('each[0]')).toBe('apply mode');
    expect(await nested('each[1]')).toBe('apply mode');
    expect(await nested('each[1]')).toBe('apply mode');
    expect(await nested('each[2]')).toBe('deny budget');
  });

  it('is the same for a hundred that ask at once', async () => {
    const harness = await open(twoAnHour);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(harness, asking(`i-${n}`))));
    expect(answers.filter((answer) => answer === 'apply mode')).toHaveLength(2);
    expect(answers.filter((answer) => answer === 'deny budget')).toHaveLength(98);
    expect(await harness.outbox.list()).toHaveLength(1);
  });

  it('is spent once by a step that decides and applies, however often', async () => {
    const harness = await open(twoAnHour);
    const first = asking('a');
    const { hash } = await harness.plan(first);
    for (let n = 0; n < 3; n++) {
      expect(await harness.decide(first, hash)).toMatchObject({ decision: 'apply' });
      expect(await harness.apply(first, hash)).toMatchObject({ status: 'applied' });
    }
    expect(await ask(harness, asking('b'))).toBe('apply mode');
  });

  it('lets what it let through be applied after it is shut', async () => {
    const harness = await open(twoAnHour);
    const first = asking('a');
    const { hash } = await harness.plan(first);
    await harness.decide(first, hash);
    await askInTurn(harness, [asking('b'), asking('c')]);
    expect(await harness.apply(first, hash)).toMatchObject({ status: 'applied' });
  });

  it('is checked by apply as well, whoever asks it first', async () => {
    const harness = await open({ budgets: { disruptive: 0 } });
    expect(await harness.contain(asking('a'))).toMatchObject({ status: 'denied', rule: 'budget' });
  });

  it('is not touched by who joins what holds already, nor by plans in shadow', async () => {
    const harness = await open(twoAnHour);
    await harness.contain(asking('a'));
    const joining = ['x', 'y', 'z'].map((id) => asking('a', { incident: `inc-${id}` }));
    const shadows = ['p', 'q', 'r'].map((id) => asking(id, { mode: 'shadow' }));
    expect(await askInTurn(harness, [...joining, ...shadows])).toEqual([
      ...joining.map(() => 'apply mode'),
      ...shadows.map(() => 'record mode'),
    ]);
    expect(await ask(harness, asking('b'))).toBe('apply mode');
  });

  it('keeps people from being asked about what is shut', async () => {
    const harness = await open(twoAnHour);
    const later = asking('d', { mode: 'approve' });
    expect(await ask(harness, later)).toBe('ask mode');
    await askInTurn(harness, [asking('a'), asking('b'), asking('c')]);
    expect(await ask(harness, later)).toBe('deny budget');
  });

  it('is one for each account', async () => {
    const harness = await open(twoAnHour);
    await askInTurn(harness, [asking('a'), asking('b'), asking('c')]);
    const readIncident = async () => ({
      account: '444455556666',
      region: 'us-east-1',
      cap: 'auto' as const,
      trusted: true,
    });
    const elsewhere = await open(twoAnHour, { readIncident });
    expect(await ask(elsewhere, asking('d'))).toBe('apply mode');
    expect((await harness.budgets.list()).map((budget) => budget.account)).toEqual([account]);
  });

  it('opens again when a person resets it', async () => {
    const harness = await open(twoAnHour);
    await askInTurn(harness, [asking('a'), asking('b'), asking('c')]);
    await harness.budgets.change({ account, action: spec.id }, (old) => old && resetBudget(old, person));
    expect(await ask(harness, asking('c'))).toBe('apply mode');
  });

  it('that cannot be read lets nothing through', async () => {
    const broken: Options = {
      wrapTable: (table) => ({
        ...table,
        get: async (key) => {
          if (key.pk.startsWith('BUDGET#')) throw new Error('no store');
          return await table.get(key);
        },
      }),
    };
    const harness = await open(twoAnHour, broken);
    expect(await ask(harness, asking('a'))).toBe('deny guardrail-error');
  });
});

describe('a forEach step', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      asking(`i-${n}`, { incident: 'inc-1', step: `each[${n}]`, siblings: count }),
    );

  it('is let through with all its targets', async () => {
    const harness = await open({ budgets: { disruptive: 3 } });
    expect(await askInTurn(harness, items(3))).toEqual(['apply mode', 'apply mode', 'apply mode']);
  });

  it('is denied with all its targets where they do not all fit: never a random part of it', async () => {
    const harness = await open({ budgets: { disruptive: 3 } });
    await ask(harness, asking('a'));
    expect(await askInTurn(harness, items(3))).toEqual(['deny budget', 'deny budget', 'deny budget']);
  });
});

describe('the circuit breaker', () => {
  const sensitive = { errorRate: { failures: 2, percent: 50 } };
  const failing = async (harness: Harness, id: string, error = 'AccessDenied'): Promise<void> => {
    const asked = asking(id);
    const { hash } = await harness.plan(asked);
    await harness.decide(asked, hash);
    await harness.runner.act({
      phase: 'fail',
      ...harness.stepOf(asked),
      plan: hash,
      error,
      cause: '{}',
    });
  };

  it('opens when too much fails: nothing goes on, and people are told once', async () => {
    const harness = await open(sensitive);
    const waiting = asking('w');
    const { hash } = await harness.plan(waiting);
    expect(await harness.decide(waiting, hash)).toMatchObject({ decision: 'apply' });
    await failing(harness, 'a');
    await failing(harness, 'b');
    expect(await ask(harness, asking('c'))).toBe('deny error-rate');
    expect(await harness.apply(waiting, hash)).toMatchObject({ status: 'denied', rule: 'error-rate' });
    expect(await harness.outbox.list()).toHaveLength(1);
  });

  it('counts what was applied and does not contain', async () => {
    const harness = await open({ errorRate: { failures: 1, percent: 50 } });
    const asked = asking('stubborn');
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await harness.verify(asked, hash);
    expect(await ask(harness, asking('b'))).toBe('deny error-rate');
  });

  it('does not count what a guardrail stopped at the last moment', async () => {
    const harness = await open(sensitive);
    await failing(harness, 'a', 'ChangeRefused');
    await failing(harness, 'b', 'ChangeRefused');
    expect(await ask(harness, asking('c'))).toBe('apply mode');
  });
});

describe('blast radius', () => {
  const shared = (others: number, more: Partial<Asked> = {}) =>
    asking('a', { parameters: { id: 'a', roles: others }, ...more });

  it.each([
    { others: 0, allowed: 0, mode: 'auto', answer: 'apply mode' },
    { others: 1, allowed: 0, mode: 'auto', answer: 'ask blast-radius' },
    { others: 3, allowed: 3, mode: 'auto', answer: 'apply mode' },
    { others: 4, allowed: 3, mode: 'auto', answer: 'ask blast-radius' },
    { others: 4, allowed: 3, mode: 'approve', answer: 'ask blast-radius' },
    { others: 4, allowed: 3, mode: 'shadow', answer: 'record mode' },
  ] as const)(
    'of $others others where $allowed are fine, in mode $mode: $answer',
    async ({ others, allowed, mode, answer }) => {
      const harness = await open({ blastRadius: { 'shared-role': allowed } });
      expect(await ask(harness, shared(others, { mode }))).toBe(answer);
    },
  );

  it('is settled by a person who approves the plan', async () => {
    const harness = await open({});
    const { hash } = await harness.plan(shared(5));
    const approval = await approve(harness, shared(5), [hash]);
    expect(await harness.decide(shared(5, { approval }), hash)).toMatchObject({ decision: 'apply' });
    expect(await harness.apply(shared(5, { approval }), hash)).toMatchObject({ status: 'applied' });
  });

  it('that grew since the decision stops apply: it is to be planned again', async () => {
    const harness = await open({});
    expect(await harness.contain(shared(5))).toMatchObject({
      status: 'drifted',
      reason: expect.stringContaining('share the role'),
    });
    expect(await harness.ledger.listTouched('inc-a')).toEqual([]);
  });

  it('is no question where the containment holds already', async () => {
    const harness = await open({});
    await harness.contain(shared(0));
    expect(await ask(harness, shared(0, { incident: 'inc-2' }))).toBe('apply mode');
  });
});
