import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Finding } from '../../../core/finding.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { normalise } from '../../../core/normalise/normalise.ts';
import { loadEvent, loadExample } from '../../support/findings/load-event.ts';
import { mutate } from '../../support/findings/mutate.ts';
import { context, normaliseOne, reasonOf } from '../../support/findings/normalise-event.ts';

const ec2 = loadEvent('guardduty-ec2');
const detail = ec2['detail'] as JsonObject;
const withDetail = (change: JsonObject): JsonObject => ({ ...ec2, detail: { ...detail, ...change } });
const without = (key: string): JsonObject => ({
  ...ec2,
  detail: Object.fromEntries(Object.entries(detail).filter(([name]) => name !== key)),
});

describe('events that are not taken in', () => {
  const cases: [string, Json, RegExp][] = [
    ['an array', [ec2, ec2], /^malformed: it is a JSON array of 2; give it one EventBridge event/],
    ['a text', 'x', /^malformed: it is a JSON string/],
    ['null', null, /^malformed: it is a JSON null/],
    [
      'another source',
      { source: 'aws.ec2', 'detail-type': 'x', detail: {} },
      /^malformed: its source is "aws.ec2"; only/,
    ],
    [
      'a custom source',
      { source: 'my.guardduty', 'detail-type': 'GuardDuty Finding', detail },
      /its source is "my.guardduty"/,
    ],
    ['no source', { 'detail-type': 'GuardDuty Finding', detail }, /its source is null/],
    [
      'another detail-type of a known source',
      { source: 'aws.securityhub', 'detail-type': 'Security Hub Insight Results', detail: {} },
      /^ignored: .*"Security Hub Insight Results" of "aws.securityhub" holds no findings/,
    ],
    [
      'no detail',
      { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' },
      /^malformed: it has no object under "detail"/,
    ],
    [
      'no findings',
      {
        source: 'aws.securityhub',
        'detail-type': 'Security Hub Findings - Imported',
        detail: { findings: [] },
      },
      /^malformed: it has no findings/,
    ],
    [
      'a finding without id',
      withDetail({ id: '', arn: '' }),
      /^malformed: its finding is not usable: it has no usable id/,
    ],
    ['a finding without type', without('type'), /no usable type/],
    [
      'a finding without account',
      withDetail({ accountId: null, arn: 'x' }),
      /its account null is not an AWS account id/,
    ],
    [
      'an account that is none',
      withDetail({ accountId: '../../etc' }),
      /its account "..\/..\/etc" is not an AWS account id; send 12 digits/,
    ],
    [
      'an id beyond all limits',
      withDetail({ id: 'x'.repeat(3000), arn: 'y'.repeat(3000), service: {} }),
      /no usable id/,
    ],
    [
      'some other JSON',
      { hello: 'world' },
      /neither an EventBridge event nor a GuardDuty, ASFF or OCSF finding/,
    ],
  ];
  test.each(cases)('%s', (_title, event, reason) => {
    expect(reasonOf(normalise(event, context))).toMatch(reason);
  });

  test('a bare finding, unless bare ones are allowed', () => {
    expect(reasonOf(normalise(detail, { ...context, allowBare: false }))).toMatch(
      /^malformed: it has no "source"/,
    );
    expect(normalise(detail, context).kind).toBe('findings');
  });
});

describe('bare findings, as files and API answers have them', () => {
  test.each(['asff-ec2', 'ocsf-ec2'])('%s, listed or alone', (name) => {
    const { findings } = loadEvent(name)['detail'] as { findings: Json[] };
    const expected = normaliseOne(loadEvent(name));
    expect(normaliseOne({ Findings: findings })).toStrictEqual(expected);
    expect(normaliseOne(findings[0] ?? null)).toStrictEqual(expected);
  });
});

describe('what is missing or odd costs nothing', () => {
  test('a finding with only id, type and account', () => {
    const finding = normaliseOne({
      ...ec2,
      region: undefined,
      detail: { id: 'a', type: 'New:Thing/Unheard.Of', accountId: '111122223333' },
    } as unknown as Json);
    expect(finding).toStrictEqual({
      id: 'a',
      aliases: [],
      source: 'guardduty',
      product: 'guardduty',
      origin: context.origin,
      type: 'New:Thing/Unheard.Of',
      title: 'New:Thing/Unheard.Of',
      description: 'New:Thing/Unheard.Of',
      severity: { label: 'MEDIUM', score: 50 },
      account: '111122223333',
      region: 'unknown',
      partition: 'aws',
      createdAt: '2026-11-20T12:00:00.000Z',
      updatedAt: '2026-11-20T12:00:00.000Z',
      count: 1,
      sample: false,
      archived: false,
      resources: [],
      remotes: [],
      attack: { tactics: [], techniques: [] },
      provider: {},
      raw: 'raw/1',
    });
  });

  test('account and region are the finding’s own, not the envelope’s', () => {
    const { account, region } = normaliseOne({ ...ec2, account: '999988887777', region: 'eu-central-1' });
    expect({ account, region }).toEqual({ account: '111122223333', region: 'us-east-1' });
  });

  test('an account that lost its leading zeros', () => {
    expect(normaliseOne(withDetail({ accountId: 11_122_223_333 })).account).toBe('011122223333');
  });

  test('no account that is guessed from a text of too few digits', () => {
    const result = normalise(withDetail({ accountId: '11122223333' }), context);
    expect(reasonOf(result)).toContain('its account "11122223333" is not an AWS account id; send 12 digits');
  });

  test('numbers as text, and times as epoch', () => {
    const finding = normaliseOne(
      withDetail({ severity: '8.2', createdAt: 1_763_457_164_512, updatedAt: '1763458867' }),
    );
    expect(finding).toMatchObject({
      severity: { label: 'HIGH', score: 82 },
      createdAt: '2025-11-18T09:12:44.512Z',
      updatedAt: '2025-11-18T09:41:07.000Z',
    });
  });

  test.each([
    [0.5, 'INFORMATIONAL', 5],
    [1, 'LOW', 10],
    [3.9, 'LOW', 39],
    [4, 'MEDIUM', 40],
    [6.9, 'MEDIUM', 69],
    [7, 'HIGH', 70],
    [8.9, 'HIGH', 89],
    [9, 'CRITICAL', 90],
    [10, 'CRITICAL', 100],
    [80, 'CRITICAL', 100],
    [-1, 'INFORMATIONAL', 0],
  ])('severity %s is %s, %s', (severity, label, score) => {
    expect(normaliseOne(withDetail({ severity })).severity).toEqual({ label, score });
  });

  test('over-long texts are cut, between characters; lists end at their limits', () => {
    const resources = Array.from({ length: 500 }, (_, i) => ({ arn: `arn:aws:s3:::b${i}`, name: `b${i}` }));
    const probes = Array.from({ length: 300 }, (_, i) => ({
      remoteIpDetails: { ipAddressV4: `10.0.${i >> 8}.${i & 255}` },
    }));
    const finding = normaliseOne(
      withDetail({
        title: `${'x'.repeat(4095)}😀`,
        resource: { s3BucketDetails: resources },
        service: { action: { portProbeAction: { portProbeDetails: probes } } },
      }),
    );
    expect(finding.title).toHaveLength(4096);
    expect(finding.title.isWellFormed()).toBe(true);
    expect(finding.resources).toHaveLength(200);
    expect(finding.remotes).toHaveLength(100);
  });

  test('a role is never named after its session, which its user chose', () => {
    const key = { accessKeyId: 'ASIA1', principalId: 'AROA1:admin-role', userType: 'AssumedRole' };
    const { resources } = normaliseOne(withDetail({ resource: { accessKeyDetails: key } }));
    expect(resources.map(({ kind }) => kind)).toEqual(['iam-access-key']);
  });
});

/** Fields without which there is no finding, by format. */
const essentials = new Set([
  'id',
  'arn',
  'type',
  'accountId',
  'Id',
  'Types',
  'AwsAccountId',
  'finding_info',
  'cloud',
]);

const folder = fileURLToPath(new URL('../../support/findings', import.meta.url));
const listJson = (place: string): readonly string[] =>
  readdirSync(place)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5));
const names = listJson(folder);
const examples = listJson(fileURLToPath(new URL('../../../docs/examples', import.meta.url)));

describe('examples that ship with the project', () => {
  test.each(examples)('%s is one finding, and no sample', (name) => {
    const result = normalise(loadExample(name), { ...context, allowBare: false });
    expect(result).toMatchObject({
      kind: 'findings',
      rejected: [],
      findings: [{ sample: false, archived: false }],
    });
  });
});

/** Whatever comes out satisfies the schema as it stands, and has one-line reasons. */
function expectSound(event: Json): void {
  const result = normalise(event, context);
  if (result.kind !== 'findings') {
    expect(result.reason).toMatch(/^[^\n]+$/);
    return;
  }
  for (const finding of result.findings) expect(Finding.parse(finding)).toStrictEqual(finding);
  for (const { reason } of result.rejected) expect(reason).toMatch(/^[^\n]+$/);
}

describe('normalise never throws and never gives an unsound finding', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
  const types = ['GuardDuty Finding', 'Security Hub Findings - Imported', 'Findings Imported V2'];

  test('on any JSON, with and without an envelope', () => {
    const event = fc.oneof(
      json,
      fc
        .tuple(fc.constantFrom(...types), fc.constantFrom('aws.guardduty', 'aws.securityhub'), json)
        .map(([type, source, inner]): Json => ({
          source,
          'detail-type': type,
          detail: {
            findings: [inner],
            service: inner,
            resource: inner,
            id: 'a',
            type: 'b',
            accountId: '111122223333',
          },
        })),
    );
    fc.assert(fc.property(event, expectSound), { numRuns: 500 });
  });

  test('and loses none to a field that is not essential', () => {
    const single = [
      'guardduty-eks',
      'guardduty-attack-sequence',
      'asff-ec2',
      'asff-assumed-role',
      'ocsf-ec2',
    ];
    const odd = fc.oneof(
      fc.constant(undefined),
      json,
      fc.constantFrom<Json>('x'.repeat(5000), 1e300, [], {}),
    );
    const path = fc.array(fc.nat(40), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...single), fc.nat(), path, odd, (name, pick, inner, value) => {
        const event = loadEvent(name);
        const whole = event['detail'] as JsonObject;
        const listed = (whole['findings'] as JsonObject[] | undefined)?.[0];
        const finding = listed ?? whole;
        const keys = Object.keys(finding).filter((key) => !essentials.has(key));
        const key = keys[pick % keys.length] ?? '';
        const changed = { ...finding, [key]: mutate(finding[key] ?? null, inner, value) };
        const altered = listed === undefined ? changed : { ...whole, findings: [changed] };
        const result = normalise({ ...event, detail: altered }, context);
        if (result.kind !== 'ignored') expect(result).toMatchObject({ kind: 'findings', rejected: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test('on every fixture with random deletions and replacements', () => {
    const odd = fc.oneof(
      fc.constant(undefined),
      json,
      fc.constantFrom<Json>('', '9'.repeat(5000), -1, 1e300, true, [], {}),
    );
    const mutation = fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 9 }), odd);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (name, mutations) => {
          let event: Json = loadEvent(name);
          for (const [path, value] of mutations) event = mutate(event, path, value);
          expectSound(event);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

test.each([
  ['that somebody vouches for keeps its paragraphs', true, 'One.\n\nTwo.'],
  ['that nobody vouches for is one line, for playbooks put it into messages', false, 'One.  Two.'],
])('a description %s', (_what, trusted, description) => {
  const event = withDetail({ description: 'One.\n\nTwo.' });
  const result = normalise(event, { ...context, origin: { ...context.origin, trusted } });
  expect(result).toMatchObject({ findings: [{ description }] });
});
