import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Enrichment } from '../../../core/enrichment.ts';
import type { Finding } from '../../../core/finding.ts';
import { Risk } from '../../../core/risk.ts';
import { score, ScoreConfig } from '../../../core/score/score.ts';
import { loadEvent, loadExample } from '../../support/findings/load-event.ts';
import { normaliseOne } from '../../support/findings/normalise-event.ts';

const config = ScoreConfig.parse(undefined);
const nothing: Enrichment = { remotes: [], tags: {}, criticality: 'normal', gaps: [] };

const base: Finding = { ...normaliseOne(loadEvent('guardduty-ec2')), count: 1 };
const rated = (severity: number, type = 'Recon:EC2/Portscan'): Finding => ({
  ...base,
  type,
  severity: { label: 'HIGH', score: severity },
});
const pointsOf = (risk: Risk, name: string) => risk.factors.find((factor) => factor.name === name)?.points;

describe('score with the default weights', () => {
  test.each([
    ['CryptoCurrency:EC2/BitcoinTool.B!DNS', 80, 70, 100],
    ['Backdoor:EC2/C&CActivity.B', 82, 70, 100],
    ['UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', 80, 70, 100],
    ['Policy:S3/BucketAnonymousAccessGranted', 80, 70, 100],
    ['Backdoor:EC2/C&CActivity.B', 70, 70, 100],
    ['Backdoor:EC2/C&CActivity.B', 50, 0, 69.9],
    ['Recon:EC2/Portscan', 69, 0, 69.9],
    ['Backdoor:EC2/C&CActivity.B', 39, 0, 69.9],
  ])('%s of severity %s scores from %s to %s', (type, severity, from, to) => {
    const { score: total } = score(rated(severity, type), nothing, config);
    expect(total).toBeGreaterThanOrEqual(from);
    expect(total).toBeLessThanOrEqual(to);
  });

  test.each([
    'ec2-cryptocurrency',
    'iam-key-compromised',
    's3-bucket-made-public',
    'role-credentials-exfiltrated',
  ])('the example %s scores at least 70', (name) => {
    expect(score(normaliseOne(loadExample(name)), nothing, config).score).toBeGreaterThanOrEqual(70);
  });

  test('a LOW finding stays below 70 with any one other factor', () => {
    const alone: Enrichment[] = [
      { ...nothing, criticality: 'critical' },
      { ...nothing, exposed: true },
      { ...nothing, principal: { kind: 'iam-role', name: 'r', privileged: true } },
      { ...nothing, remotes: [{ ip: '198.51.100.1', threats: [{ list: 'l', confidence: 100 }] }] },
    ];
    for (const enrichment of alone) expect(score(rated(39), enrichment, config).score).toBeLessThan(70);
  });
});

describe('factors', () => {
  const cases: [string, Partial<Finding>, Partial<Enrichment>, number | undefined][] = [
    ['severity', {}, {}, 72],
    ['compromise', { type: 'CryptoCurrency:EC2/BitcoinTool.B' }, {}, 7],
    ['compromise', { type: 'Recon:EC2/Portscan' }, {}, undefined],
    ['attack-sequence', { type: 'AttackSequence:S3/CompromisedData' }, {}, 10],
    [
      'threat-intelligence',
      {},
      {
        remotes: [
          {
            ip: '198.51.100.1',
            threats: [
              { list: 'a', confidence: 50 },
              { list: 'b', confidence: 80 },
            ],
          },
        ],
      },
      16,
    ],
    ['threat-intelligence', {}, { remotes: [{ ip: '198.51.100.1', threats: [] }] }, undefined],
    [
      'threat-intelligence',
      {},
      { files: [{ hash: 'd41d8cd98f00b204e9800998ecf8427e', threats: [{ list: 'a', confidence: 90 }] }] },
      18,
    ],
    ['criticality', {}, { criticality: 'critical' }, 15],
    ['criticality', {}, { criticality: 'low' }, -5],
    ['criticality', {}, {}, undefined],
    ['exposure', {}, { exposed: true }, 5],
    ['exposure', {}, { exposed: false }, undefined],
    ['privileged-principal', {}, { principal: { kind: 'iam-user', name: 'eve', privileged: true } }, 10],
    ['privileged-principal', {}, { principal: { kind: 'iam-user', name: 'eve' } }, undefined],
    ['root-user', { actor: { kind: 'root' } }, {}, 15],
    ['repetition', { count: 1 }, {}, undefined],
    ['repetition', { count: 10 }, {}, 2.5],
    ['repetition', { count: 1_000_000 }, {}, 5],
    ['account', {}, { outside: 'account 444455556666 is none of ours' }, 0],
    ['account', {}, {}, undefined],
    ['product', {}, {}, undefined],
  ];
  test.each(cases)('%s', (name, finding, enrichment, points) => {
    const risk = score({ ...base, ...finding }, { ...nothing, ...enrichment }, config);
    expect(pointsOf(risk, name)).toBe(points);
  });

  test('each says why', () => {
    const { factors } = score(
      { ...base, actor: { kind: 'root' } },
      { ...nothing, remotes: [{ domain: 'bad.example', threats: [{ list: 'feed', confidence: 90 }] }] },
      config,
    );
    expect(factors.map(({ reason }) => reason)).toEqual([
      'guardduty rates it HIGH (80 of 100)',
      "Backdoor: findings mean that something is under another's control",
      'bad.example is on the list feed (confidence 90)',
      "the account's root user acted",
    ]);
  });

  test('a product can be weighed, whatever its name', () => {
    const weighed = ScoreConfig.parse({ products: { guardduty: -30 } });
    expect(pointsOf(score(base, nothing, weighed), 'product')).toBe(-30);
    expect(pointsOf(score({ ...base, product: 'constructor' }, nothing, weighed), 'product')).toBeUndefined();
  });
});

describe('levels and versions', () => {
  test.each([
    [100, 'HIGH'],
    [80, 'HIGH'],
    [79.9, 'MEDIUM'],
    [70, 'MEDIUM'],
    [69.9, 'LOW'],
    [0, 'LOW'],
  ])('%s is %s', (severity, level) => {
    const plain = ScoreConfig.parse({ severityWeight: 1 });
    expect(score(rated(severity), nothing, plain)).toMatchObject({ score: severity, level });
  });

  test('the version of the weights is in the result', () => {
    expect(score(base, nothing, ScoreConfig.parse({ version: '2026-11' })).weights).toBe('2026-11');
  });

  test.each([
    [{ levels: { high: 60, medium: 70 } }, /levels.medium is above levels.high/],
    [{ severityWieght: 1 }, /severityWieght/],
  ])('configuration %j is refused', (input, message) => {
    expect(() => ScoreConfig.parse(input)).toThrow(message);
  });
});

const anyEnrichment: fc.Arbitrary<Enrichment> = fc.record({
  remotes: fc.array(
    fc.record({
      ip: fc.constant('198.51.100.1'),
      threats: fc.array(
        fc.record({ list: fc.constant('l'), confidence: fc.double({ min: 0, max: 100, noNaN: true }) }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
  tags: fc.constant({}),
  criticality: fc.constantFrom('low', 'normal', 'high', 'critical'),
  exposed: fc.boolean(),
  principal: fc.record({ kind: fc.constant('iam-role'), name: fc.constant('r'), privileged: fc.boolean() }),
  gaps: fc.constant([]),
});
const anyFinding = fc
  .record({
    severity: fc.double({ min: 0, max: 100, noNaN: true }),
    count: fc.integer({ min: 1, max: 1e9 }),
    type: fc.constantFrom(
      'Backdoor:EC2/Spambot',
      'AttackSequence:IAM/CompromisedCredentials',
      'x',
      'Policy:S3/Y',
    ),
    root: fc.boolean(),
  })
  .map(({ severity, count, type, root }): Finding => ({
    ...base,
    type,
    count,
    severity: { label: 'LOW', score: severity },
    actor: { kind: root ? 'root' : 'unknown' },
  }));

describe('properties', () => {
  test('the score is the sum of its factors, kept within 0–100', () => {
    const points = fc.double({ min: -100, max: 100, noNaN: true });
    const weights = fc.record({
      attackSequence: points,
      exposure: points,
      rootUser: points,
      threatIntelligence: points,
    });
    fc.assert(
      fc.property(anyFinding, anyEnrichment, weights, (finding, enrichment, changes) => {
        const risk = score(finding, enrichment, ScoreConfig.parse(changes));
        const sum = risk.factors.reduce((total, factor) => total + factor.points, 0);
        expect(risk.score).toBeCloseTo(Math.min(100, Math.max(0, sum)), 6);
        expect(Risk.parse(risk)).toStrictEqual(risk);
      }),
    );
  });

  test('a more severe finding never scores less', () => {
    fc.assert(
      fc.property(
        anyFinding,
        anyEnrichment,
        fc.double({ min: 0, max: 100, noNaN: true }),
        (finding, enrichment, other) => {
          const [less = 0, more = 0] = [finding.severity.score, other].toSorted((a, b) => a - b);
          const at = (value: number) =>
            score({ ...finding, severity: { label: 'LOW', score: value } }, enrichment, config).score;
          expect(at(less)).toBeLessThanOrEqual(at(more));
        },
      ),
    );
  });
});
