import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  countFailure,
  countTaken,
  emptyBudget,
  findLatched,
  limitOf,
  resetBudget,
  spend,
} from '../../../core/guardrails/budget.ts';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';

const hour = 3_600_000;
const empty = emptyBudget({ account: '111122223333', action: 'ec2.isolate-instance' });
const one = (id: string) => ({ id, size: 1 });
const spendAll = (ids: readonly string[], limit: number, start: Budget = empty): Budget =>
  ids.reduce((budget, id) => spend(budget, one(id), limit, 0), start);

describe('a budget', () => {
  it('lets through what an hour has room for, then latches', () => {
    const full = spendAll(['a', 'b'], 2);
    expect(full.latch).toBeNull();
    const shut = spend(full, one('c'), 2, 1000);
    expect(shut.latch).toMatchObject({ rule: 'budget', at: '1970-01-01T00:00:01.000Z' });
    expect(shut.latch?.reason).toContain('2 of 2 targets an hour');
    expect(countTaken(shut, 1000)).toBe(2);
  });

  it('counts the same step once, however often it asks', () => {
    const budget = spendAll(['a', 'a', 'a', 'b'], 2);
    expect(budget.latch).toBeNull();
    expect(spend(budget, one('a'), 2, 0)).toBe(budget);
  });

  it('has room again when an hour has passed', () => {
    const later = spend(spendAll(['a', 'b'], 2), one('c'), 2, hour);
    expect(later).toMatchObject({ latch: null, taken: [{ id: 'c' }] });
  });

  it('takes all targets of a step, or none of them', () => {
    const budget = spend(spendAll(['a', 'b'], 4), { id: 'each', size: 3 }, 4, 0);
    expect(budget.latch?.reason).toContain('3 more at once');
    expect(countTaken(budget, 0)).toBe(2);
  });

  it('counts what a step asks for beyond what it was let through with', () => {
    const budget = spend(empty, { id: 'each', size: 2 }, 4, 0);
    expect(countTaken(spend(budget, { id: 'each', size: 3 }, 4, 0), 0)).toBe(3);
    const shut = spend(budget, { id: 'each', size: 5 }, 4, 0);
    expect(shut.latch?.reason).toContain('3 more at once');
    expect(findLatched(shut, { id: 'each', size: 5 })).toMatchObject({ rule: 'budget' });
    expect(findLatched(shut, { id: 'each', size: 2 })).toBeNull();
  });

  it('stays shut when its hour is over, until a person resets it', () => {
    const shut = spendAll(['a', 'b', 'c'], 2);
    expect(spend(shut, one('d'), 2, 10 * hour)).toBe(shut);
    const open = resetBudget(shut, { by: 'ana', at: '2026-11-20T00:00:00.000Z', reason: 'a drill' });
    expect(findLatched(open, one('d'))).toBeNull();
    expect(spend(open, one('d'), 2, 0).taken).toMatchObject([{ id: 'd' }]);
  });

  it('lets what it let through go on, and nothing else', () => {
    const shut = spendAll(['a', 'b', 'c'], 2);
    expect(findLatched(shut, one('a'))).toBeNull();
    const denial = findLatched(shut, one('c'));
    expect(denial?.rule).toBe('budget');
    expect(denial?.reason).toContain(
      'tourniquet budgets --reset ec2.isolate-instance --account 111122223333',
    );
  });

  it('never lets more than its limit through within any hour', () => {
    const asked = fc.record({
      id: fc.integer({ min: 0, max: 30 }).map(String),
      size: fc.integer({ min: 1, max: 4 }),
      wait: fc.integer({ min: 0, max: hour }),
    });
    const runs = fc.array(asked, { maxLength: 60 });
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 12 }), (questions, limit) => {
        let now = 0;
        let budget = empty;
        const through: { at: number; size: number }[] = [];
        for (const { id, size, wait } of questions) {
          now += wait;
          const next = spend(budget, { id, size }, limit, now);
          const before = new Set(budget.taken);
          through.push(...next.taken.filter((taken) => !before.has(taken)));
          budget = next;
        }
        for (const { at } of through) {
          const within = through.filter((other) => other.at > at - hour && other.at <= at);
          expect(within.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});

describe('the circuit breaker', () => {
  const errorRate = { failures: 3, percent: 50 };
  const fail = (budget: Budget, ids: readonly string[]): Budget =>
    ids.reduce((old, id) => countFailure(old, { id, step: id }, errorRate, 0), budget);

  it.each([
    { title: 'few failures', taken: ['a', 'b', 'c'], failed: ['a', 'b'], shut: false },
    { title: 'the same failure told again', taken: ['a', 'b', 'c'], failed: ['a', 'a', 'a'], shut: false },
    { title: 'failures of what was never let through', taken: ['a'], failed: ['x', 'y', 'z'], shut: false },
    {
      title: 'enough failures among few attempts',
      taken: ['a', 'b', 'c'],
      failed: ['a', 'b', 'c'],
      shut: true,
    },
    {
      title: 'enough failures among many that went well',
      taken: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      failed: ['a', 'b', 'c'],
      shut: false,
    },
  ])('is shut: $shut after $title', ({ taken, failed, shut }) => {
    const budget = fail(spendAll(taken, 20), failed);
    expect(budget.latch?.rule ?? null).toBe(shut ? 'error-rate' : null);
  });

  it('stops also what was let through and not applied yet', () => {
    const budget = fail(spendAll(['a', 'b', 'c', 'd'], 20), ['a', 'b', 'c']);
    expect(findLatched(budget, one('d'))).toMatchObject({ rule: 'error-rate' });
  });

  it('counts the targets of one step each by itself', () => {
    const batch = spend(empty, { id: 'each', size: 4 }, 20, 0);
    const steps = ['each[0]', 'each[1]', 'each[2]'];
    const budget = steps.reduce((old, step) => countFailure(old, { id: 'each', step }, errorRate, 0), batch);
    expect(budget.latch?.rule).toBe('error-rate');
  });
});

describe('the limit', () => {
  const config = GuardrailConfig.parse({ budgets: { disruptive: 7, actions: { 'ec2.stop-instance': 3 } } });

  it.each([
    ['ec2.isolate-instance', 'disruptive', 7],
    ['ec2.stop-instance', 'disruptive', 3],
    ['ec2.snapshot-volumes', 'safe', 100],
    ['constructor', 'destructive', 5],
  ] as const)('of %s, which is %s, is %d an hour', (id, impact, limit) => {
    expect(limitOf({ id, impact }, config)).toBe(limit);
  });

  it.each([-1, 1.5, 1001])('cannot be %d', (count) => {
    expect(GuardrailConfig.safeParse({ budgets: { safe: count } }).success).toBe(false);
  });
});
