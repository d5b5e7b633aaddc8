import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseThreatList } from '../../../core/intel/threat-list.ts';
import { bytesOf, call, examineOne, examineRecord, makeExaminer, now, query } from './records.ts';
import { makeRule } from '../../support/log-records.ts';

const feed = (name: string, text: string) => parseThreatList({ name, confidence: 80, text }).list;

describe('an examined record', () => {
  it("is the lake's row, with the record as it came", () => {
    const text = ` ${JSON.stringify(call)}\n`;
    const { row, hits } = examineRecord(text, { rules: [makeRule()], geo: { country: () => 'NL' } });
    expect(row).toEqual({
      event_id: call.eventID,
      processed_at: now,
      event_time: '2026-11-20T19:00:00.000Z',
      event_type: 'AwsApiCall',
      source: 'cloudtrail.amazonaws.com',
      account: '111122223333',
      region: 'us-east-1',
      principal: 'arn:aws:iam::111122223333:user/anaya',
      action: 'StopLogging',
      src_ip: '198.51.100.7',
      geo_info: { country: 'NL' },
      threat_intel: { is_known_threat: false, confidence: 0, feeds: [] },
      risk_score: 70,
      rule_ids: ['trail-stopped'],
      raw: text,
    });
    expect(hits).toEqual([
      { rule: makeRule(), identity: text.trim(), record: expect.objectContaining({ id: call.eventID }) },
    ]);
  });

  it('says when it was processed, as time goes on', () => {
    let ms = Date.parse(now);
    const examine = makeExaminer({ clock: { now: () => ms } }).open();
    const processedAt = () => {
      const examined = examine(bytesOf(call));
      return examined.kind === 'record' ? examined.row.processed_at : examined;
    };
    expect(processedAt()).toBe(now);
    ms += 1;
    expect(processedAt()).toBe('2026-11-20T19:00:05.001Z');
  });

  it('says what all feeds know of its addresses and names', () => {
    const threats = [
      feed('one', '203.0.113.0/24, 60'),
      feed('two', 'example.com, 90\nexample.net'),
      feed('three', '192.0.2.1'),
    ];
    const known = makeRule({
      kinds: ['route53-resolver'],
      match: { threat: { feeds: ['two'], confidence: [90] } },
    });
    const { row } = examineRecord(query, { threats, rules: [known] });
    expect(row.threat_intel).toEqual({ is_known_threat: true, confidence: 90, feeds: ['one', 'two'] });
    expect(row.rule_ids).toEqual(['trail-stopped']);
  });

  it.each([
    ['the source of a call', JSON.stringify(call), '198.51.100.7'],
    [
      'where a flow goes',
      '2 1 eni-1 10.0.0.5 198.51.100.7 1 2 6 1 1 1795201200 1795201260 ACCEPT OK',
      '198.51.100.7',
    ],
    ['an answer', JSON.stringify(query), '203.0.113.9'],
    ['an alias', JSON.stringify(query), 'alias.example.net'],
    ['the domain above a name', JSON.stringify(query), 'example.com'],
  ])('is compared with feeds by %s', (_what, text, entry) => {
    const { row } = examineRecord(text, { threats: [feed('one', entry)] });
    expect(row.threat_intel).toEqual({ is_known_threat: true, confidence: 80, feeds: ['one'] });
  });
});

describe('a record that cannot be used is told from the others by its reason', () => {
  const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  it.each<[string, string | Uint8Array, RegExp]>([
    ['no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), /^it is not UTF-8: byte 0xFF at offset 2/],
    ['too deep', deep, /^it is nested deeper than 100 levels at \/a\/0/],
    ['a key __proto__', '{"a":{"__proto__":{"x":1}}}', /^it has a key "__proto__" at \/a; remove the key$/],
    ['a key __proto__ in another spelling', '{"\\u005f_proto__":1}', /^it has a key "__proto__" at the top/],
    [
      'a text of 1 MB',
      JSON.stringify({ a: 'x'.repeat(1_000_000) }),
      /^it has 1000008 bytes and the limit is 524288; /,
    ],
    ['cut off', '{"a": "b', /^it is cut off at character 8/],
    ['empty', '', /^it is empty/],
    ['a number', '5', /^it is a JSON number; send each record as an object of its own$/],
    ['a list', '[{"a":1},{"b":2}]', /^it is a JSON array of 2; send each record/],
    ['null', 'null', /^it is a JSON null/],
    ['a text', '"a b"', /^it is a JSON string/],
    ['a word', 'hello', /^it is not JSON: "h" at line 1, column 1/],
  ])('%s', (_what, input, reason) => {
    const bytes = typeof input === 'string' ? bytesOf(input) : input;
    const examined = makeExaminer().open()(bytes);
    expect(examined).toEqual({ kind: 'malformed', reason: expect.stringMatching(reason) });
  });

  it('and the batch goes on', () => {
    const examine = makeExaminer().open();
    const kinds = ['{', JSON.stringify(call), '{"__proto__":1}', JSON.stringify(call)].map(
      (text) => examine(bytesOf(text)).kind,
    );
    expect(kinds).toEqual(['malformed', 'record', 'malformed', 'record']);
  });

  it('whatever the bytes are, and whatever stands in fields that are known', () => {
    const fields = Object.keys({
      ...call,
      ...query,
      detail: 1,
      'detail-type': 1,
      service: 1,
      severity: 1,
      type: 1,
      accountId: 1,
      Id: 1,
      AwsAccountId: 1,
      ProductArn: 1,
      Types: 1,
      Resources: 1,
    });
    const odd = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 12 });
    const inputs = fc.oneof(
      odd.map((record) => bytesOf(JSON.stringify(record))),
      odd.map((part) => bytesOf(JSON.stringify({ ...call, ...part }))),
      odd.map((detail) => bytesOf(JSON.stringify({ 'detail-type': 'x', detail }))),
      fc.string().map(bytesOf),
      fc.uint8Array(),
    );
    const examine = makeExaminer({ rules: [makeRule()] }).open();
    fc.assert(
      fc.property(inputs, (bytes) => {
        const examined = examine(bytes);
        if (examined.kind === 'malformed') expect(examined.reason).toMatch(/^it [^\n]+; [^\n]+$/);
        if (examined.kind !== 'record') return;
        expect(examined.row.risk_score).toBeGreaterThanOrEqual(0);
        expect(examined.row.risk_score).toBeLessThanOrEqual(100);
        expect(new Date(examined.row.event_time).toISOString()).toBe(examined.row.event_time);
        expect(examined.row.event_id).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

it('takes larger records where it is told so', () => {
  const large = { a: 'x'.repeat(600_000) };
  expect(examineOne(large).kind).toBe('malformed');
  expect(examineOne(large, { maxBytes: 1_048_576 }).kind).toBe('record');
});
