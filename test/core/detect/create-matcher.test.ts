import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatcher, type Subject } from '../../../core/detect/create-matcher.ts';
import { indexWays } from '../../../core/detect/index-ways.ts';
import { Rule } from '../../../core/detect/rule.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { compilePattern } from '../../../core/pattern/compile-pattern.ts';

const makeRule = (part: Partial<Rule>): Rule =>
  Rule.parse({
    id: 'a-rule',
    name: 'A rule',
    description: 'What it means.',
    kinds: ['cloudtrail'],
    severity: 'HIGH',
    attack: { tactics: ['TA0005'], techniques: ['T1562.008'] },
    match: { record: { eventName: ['StopLogging'] } },
    ...part,
  });

const makeSubject = (record: JsonObject, part: Partial<Subject['event']> = {}): Subject => ({
  event: {
    kind: 'cloudtrail',
    id: 'id-1',
    time: '2026-11-20T19:00:00.000Z',
    type: 'AwsApiCall',
    source: 'cloudtrail.amazonaws.com',
    account: '111122223333',
    region: 'us-east-1',
    principal: null,
    action: null,
    srcIp: null,
    record,
    ...part,
  },
  record,
  threat: { known: false, confidence: 0, feeds: [] },
});

const matchedBy = (rules: readonly Rule[], subject: Subject) =>
  createMatcher(rules)(subject).map(({ id }) => id);

describe('createMatcher', () => {
  const stop = makeSubject({ eventName: 'StopLogging' });

  it.each<[string, Partial<Rule>, Subject, boolean]>([
    ['matches what its pattern matches', {}, stop, true],
    ['does not match another value', {}, makeSubject({ eventName: 'StartLogging' }), false],
    ['does not look at other kinds', { kinds: ['vpc-flow'] }, stop, false],
    ['does not look for a rule that is not enabled', { enabled: false }, stop, false],
    ['looks at the classified fields', { match: { event: { principal: [null] } } }, stop, true],
    ['looks at what feeds say', { match: { threat: { known: [true] } } }, stop, false],
    [
      'asks for all of one statement of the policy that is written',
      { match: { policy: { statements: { effect: ['Allow'], actions: ['*'] } } } },
      makeSubject({
        requestParameters: {
          policyDocument:
            '{"Statement":[{"Effect":"Deny","Action":"*"},{"Effect":"Allow","Action":"s3:GetObject"}]}',
        },
      }),
      false,
    ],
    [
      'spares what the allow-list names',
      { allow: [{ reason: 'ours', match: { event: { account: ['111122223333'] } } }] },
      stop,
      false,
    ],
    [
      'spares nothing else',
      { allow: [{ reason: 'ours', match: { event: { account: ['444455556666'] } } }] },
      stop,
      true,
    ],
  ])('%s', (_title, part, subject, expected) => {
    expect(matchedBy([makeRule(part)], subject)).toEqual(expected ? ['a-rule'] : []);
  });

  it('gives each rule once and in its order, whichever of its ways match', () => {
    const both = { $or: [{ record: { names: ['x'] } }, { record: { names: [{ prefix: 'y' }] } }] };
    const rules = ['c', 'a', 'b'].map((id) => makeRule({ id, match: both }));
    expect(matchedBy(rules, makeSubject({ names: ['y1', 'x', 'x'] }))).toEqual(['c', 'a', 'b']);
  });

  it('names the rule whose pattern does not compile', () => {
    const broken = makeRule({ id: 'broken', match: { record: { eventName: 'StopLogging' } } });
    expect(() => createMatcher([broken])).toThrow(/^rule broken: \/record\/eventName: .*got "StopLogging"/);
  });
});

// Few names and texts, so that patterns often fit.
const text = fc.constantFrom('a', 'ab', 'abc', 'b');
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 2, arbitrary: text },
  fc.constantFrom<Json>(
    { prefix: 'a' },
    { prefix: 'ab' },
    { prefix: '' },
    { wildcard: 'a*c' },
    { wildcard: '*b' },
  ),
  fc.constantFrom<Json>({ suffix: 'c' }, { 'anything-but': ['a'] }, { 'equals-ignore-case': 'AB' }),
  fc.constantFrom<Json>({ exists: true }, { exists: false }, { numeric: ['>', 0] }, 1, true, null),
);
const values = fc.array(value, { minLength: 1, maxLength: 2 });
const field = fc.constantFrom('x', 'y');
const fields = <T>(leaf: fc.Arbitrary<T>, minKeys: number) =>
  fc.dictionary(field, leaf, { minKeys, maxKeys: 2 });
const plain = fields(fc.oneof(values, values, fields(values, 1)), 1);
const either = fc.array(fields(values, 1), { minLength: 2, maxLength: 3 }).map(($or) => ({ $or }));
const pattern: fc.Arbitrary<JsonObject> = fc.oneof(
  plain,
  either,
  fc.tuple(plain, either).map(([one, other]) => ({ ...one, ...other })),
);
const scalar = fc.oneof(text, text, fc.constantFrom<Json>(1, true, null));
const list = fc.array(fc.oneof(scalar, fields(scalar, 0), fc.array(scalar, { maxLength: 2 })), {
  maxLength: 3,
});
const record: fc.Arbitrary<JsonObject> = fields(fc.oneof(scalar, scalar, fields(scalar, 1), list), 1);

const rule = fc
  .record({
    kinds: fc.constantFrom(['cloudtrail'] as const, ['generic'] as const, ['cloudtrail', 'generic'] as const),
    match: pattern.map((inner) => ({ record: inner })),
    allow: fc.array(
      pattern.map((inner) => ({ reason: 'known', match: { record: inner } })),
      { maxLength: 1 },
    ),
    enabled: fc.constantFrom(true, true, false),
  })
  .map(({ kinds, ...part }) => makeRule({ ...part, kinds: [...kinds] }));

const compiles = (json: Json) => compilePattern(json).ok;
const matchesAlone = (json: Json, subject: Subject) => {
  const compiled = compilePattern(json);
  return compiled.ok && compiled.matches(subject);
};

describe('an index of rules', () => {
  const cases = fc.tuple(
    fc
      .array(rule, { maxLength: 12 })
      .map((rules) =>
        rules
          .filter(({ match, allow }) => compiles(match) && allow.every((each) => compiles(each.match)))
          .map((each, index) => ({ ...each, id: `rule-${index}` })),
      ),
    record,
    fc.constantFrom('cloudtrail' as const, 'generic' as const),
  );

  it('matches what matching rule by rule matches', () => {
    fc.assert(
      fc.property(cases, ([rules, inner, kind]) => {
        const subject = makeSubject(inner, { kind });
        const expected = rules
          .filter(({ enabled, kinds }) => enabled && kinds.includes(kind))
          .filter(({ match }) => matchesAlone(match, subject))
          .filter(({ allow }) => !allow.some((each) => matchesAlone(each.match, subject)));
        expect(matchedBy(rules, subject)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 800 },
    );
  });

  it('visits one of five hundred rules where one can match, and none where none can', () => {
    const entries = Array.from({ length: 500 }, (_, owner) => {
      const compiled = compilePattern({
        source: [`service-${owner % 20}`],
        name: [`Call${owner}`],
        who: { type: ['Root'] },
      });
      const [way] = compiled.ok ? compiled.ways : [];
      if (way === undefined) throw new Error('the pattern does not compile');
      return { owner, way };
    });
    const visit = indexWays(entries);
    const visitedBy = (event: JsonObject) => {
      const owners: number[] = [];
      visit(event, ({ owner }) => owners.push(owner));
      return owners;
    };
    expect(visitedBy({ source: 'service-7', name: 'Call27', who: { type: 'Root' } })).toEqual([27]);
    expect(visitedBy({ source: 'service-7', name: 'Other', who: { type: 'Root' } })).toEqual([]);
  });
});
