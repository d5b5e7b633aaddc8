import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFailure, type Failure } from '../../../runtime/asl/failure.ts';
import type { Retrier } from '../../../runtime/asl/machine.ts';
import { findRetrier, retryDelay } from '../../../runtime/asl/retry.ts';

const retrier = fc.record<Retrier>({
  errorEquals: fc.constant(['E']),
  intervalSeconds: fc.integer({ min: 1, max: 1000 }),
  maxAttempts: fc.integer({ min: 0, max: 50 }),
  backoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
  maxDelaySeconds: fc.option(fc.integer({ min: 1, max: 31_622_400 }), { nil: undefined }),
  jitter: fc.constantFrom('FULL', 'NONE'),
});
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('retryDelay', () => {
  it('without jitter never shrinks from one retry to the next, and keeps to MaxDelaySeconds', () => {
    fc.assert(
      fc.property(retrier, fc.nat(60), (policy, retries) => {
        const plain = { ...policy, jitter: 'NONE' as const };
        const delay = retryDelay(plain, retries, () => 0.5);
        expect(retryDelay(plain, retries + 1, () => 0.5)).toBeGreaterThanOrEqual(delay);
        expect(delay).toBeLessThanOrEqual((policy.maxDelaySeconds ?? 31_622_400) * 1000);
        const least = Math.min(policy.intervalSeconds, policy.maxDelaySeconds ?? Infinity) * 1000;
        expect(delay).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  it('with full jitter lies between nothing and the delay without', () => {
    fc.assert(
      fc.property(retrier, fc.nat(60), unit, (policy, retries, chance) => {
        const whole = retryDelay({ ...policy, jitter: 'NONE' }, retries, () => chance);
        const part = retryDelay({ ...policy, jitter: 'FULL' }, retries, () => chance);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(whole);
      }),
    );
  });

  it.each([
    [0, 3000],
    [1, 4500],
    [2, 6750],
    [3, 10_000],
  ])('is 3 s × 1.5 ^ %i, at most 10 s: %i ms', (retries, expected) => {
    const policy: Retrier = {
      errorEquals: ['E'],
      intervalSeconds: 3,
      maxAttempts: 9,
      backoffRate: 1.5,
      maxDelaySeconds: 10,
      jitter: 'NONE',
    };
    expect(retryDelay(policy, retries, () => 0)).toBe(expected);
  });
});

describe('findRetrier', () => {
  it('gives the first that matches as long as it has attempts, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(retrier, fc.boolean(), fc.nat(60)), { maxLength: 5 }), (entries) => {
        const policies = entries.map(([policy, matching]) => ({
          ...policy,
          errorEquals: [matching ? 'E' : 'X'],
        }));
        const counts = entries.map(([, , count]) => count);
        const first = entries.findIndex(([, matching]) => matching);
        const found = findRetrier(policies, counts, (names) => names.includes('E'));
        const spent = first >= 0 && (counts[first] ?? 0) >= (policies[first]?.maxAttempts ?? 0);
        expect(found).toBe(spent ? -1 : first);
      }),
    );
  });
});

describe('matchesFailure', () => {
  const failure = (error: string | undefined, from: Failure['from'] = 'task'): Failure => ({
    error,
    cause: undefined,
    from,
  });
  it.each<[string, string | undefined, Failure['from'], boolean]>([
    ['E', 'E', 'task', true],
    ['E', 'F', 'task', false],
    ['States.ALL', 'E', 'task', true],
    ['States.ALL', undefined, 'task', true],
    ['States.ALL', 'States.Timeout', 'task', true],
    ['States.ALL', 'States.HeartbeatTimeout', 'task', true],
    ['States.ALL', 'States.QueryEvaluationError', 'interpreter', true],
    ['States.ALL', 'States.DataLimitExceeded', 'task', true],
    ['States.ALL', 'States.DataLimitExceeded', 'interpreter', false],
    ['States.ALL', 'States.Runtime', 'interpreter', false],
    ['States.TaskFailed', 'E', 'task', true],
    ['States.TaskFailed', 'States.TaskFailed', 'task', true],
    ['States.TaskFailed', 'States.Timeout', 'task', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', 'task', false],
    ['States.TaskFailed', 'States.DataLimitExceeded', 'interpreter', false],
    ['States.Timeout', 'States.Timeout', 'task', true],
    ['States.Timeout', 'States.HeartbeatTimeout', 'task', true],
    ['States.HeartbeatTimeout', 'States.HeartbeatTimeout', 'task', true],
    ['States.HeartbeatTimeout', 'States.Timeout', 'task', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', 'interpreter', true],
    ['States.QueryEvaluationError', 'States.QueryEvaluationError', 'interpreter', true],
    ['States.Runtime', 'States.Runtime', 'interpreter', false],
    ['E', undefined, 'task', false],
  ])('%s and %s of the %s: %s', (name, error, from, expected) => {
    expect(matchesFailure([name], failure(error, from))).toBe(expected);
    expect(matchesFailure(['Nothing', name], failure(error, from))).toBe(expected);
  });
});
