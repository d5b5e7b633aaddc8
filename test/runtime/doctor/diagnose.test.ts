import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../core/errors.ts';
import { type Check, ok } from '../../../runtime/doctor/check.ts';
import { diagnose, type Examined } from '../../../runtime/doctor/diagnose.ts';
import { patient, refuse } from './patient.ts';

const never = (): AbortSignal => new AbortController().signal;
const targets = ['111122223333', '444455556666'].flatMap((account) =>
  ['us-east-1', 'eu-west-1'].map((region) => ({ account, region })),
);
const check = (run: () => Promise<any>, at: Check['at'] = 'home'): Check =>
  ({ name: 'it', at, run }) as Check;
const examine = (given: Check, more: object = {}) =>
  diagnose({ checks: [given], patient: patient(), targets, limit: never, ...more });

describe('a check', () => {
  it.each([
    ['home', ['']],
    ['hub', ['111122223333 us-east-1']],
    ['account', ['111122223333', '444455556666']],
    ['region', targets.map(({ account, region }) => `${account} ${region}`)],
  ] as const)('at %s looks at %j', async (at, where) => {
    const found = await examine(check(async () => [ok('fine')], at));
    expect(found.map((one) => one.where)).toEqual(where);
  });

  it('of AWS does not run where there are no credentials', async () => {
    const { aws: _aws, ...rest } = patient();
    expect(
      await examine(
        check(async () => [ok('fine')], 'region'),
        { patient: rest },
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'our own error',
      () => Promise.reject(new InvalidInput('x is wrong; correct it')),
      /^failed: x is wrong → correct it$/,
    ],
    [
      'a refusal',
      async () => refuse('AccessDeniedException', 'nope')(),
      /^unknown: may not be looked at \(nope\) → allow it/,
    ],
    [
      'a fault',
      async () => refuse('Oops', 'broken')(),
      /^unknown: cannot be looked at \(Oops: broken\) → run it again/,
    ],
  ])('that ends with %s says so', async (_title, run, expected) => {
    const [{ status, says, remedy } = {} as Examined] = await examine(check(run));
    expect(`${status}: ${says} → ${remedy}`).toMatch(expected);
  });

  it('that does not answer is given up, and holds up no other', async () => {
    const slow = check(() => new Promise(() => undefined));
    const quick = { ...check(async () => [ok('fine')]), name: 'quick' };
    const found = await diagnose({
      checks: [slow, quick],
      patient: patient(),
      targets,
      limit: () => AbortSignal.abort(),
      atOnce: 1,
    });
    expect(found.map(({ status, says }) => `${status}: ${says}`)).toEqual([
      'unknown: no answer in time',
      expect.any(String),
    ]);
  });
});

it('looks at no more places at once than it is told', async () => {
  let [running, most] = [0, 0];
  const counting = check(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return [ok('fine')];
  }, 'region');
  const many = Array.from({ length: 20 }, (_, n) => ({ account: '111122223333', region: `r-${n}` }));
  expect(await examine(counting, { targets: many, atOnce: 3 })).toHaveLength(20);
  expect(most).toBe(3);
});
