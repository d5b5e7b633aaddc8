import { describe, expect, it } from 'vitest';
import { parseRuleCase } from '../../../core/detect/parse-case.ts';
import { repeatRecord } from '../../../core/detect/repeat-record.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { describeProblem } from '../../../core/problem/problem.ts';

const good: JsonObject = {
  title: 'A trail is stopped',
  records: [{ $ref: '../../records/user-call.json' }],
  expect: { fires: true, resources: ['iam-user mallory'] },
};

const linesOf = (value: Json): readonly string[] => {
  const parsed = parseRuleCase(value);
  return parsed.ok ? [] : parsed.errors.map(describeProblem);
};

describe('parseRuleCase', () => {
  it('takes a record itself, or a reference to one', () => {
    expect(linesOf(good)).toEqual([]);
    expect(linesOf({ ...good, records: [{ eventName: 'StopLogging' }] })).toEqual([]);
  });

  it.each<[string, Json, RegExp]>([
    ['a list', [], /^the file: is not a JSON object/],
    ['no records', { ...good, records: [] }, /^\/records: is less than 1 entries/],
    ['a record that is a text', { ...good, records: ['x'] }, /^\/records\/0: is not a JSON object/],
    [
      'a misspelt field of a reference',
      { ...good, records: [{ $ref: 'x.json', chnge: {} }] },
      /^\/records\/0\/chnge: .*did you mean "change"/,
    ],
    [
      'a change that is at no pointer',
      { ...good, records: [{ $ref: 'x.json', change: { eventName: 'x' } }] },
      /^\/records\/0\/change\/eventName: /,
    ],
    ['no expectation', { ...good, expect: null }, /^\/expect: is not a JSON object/],
    ['neither true nor false', { ...good, expect: { fires: 'yes' } }, /^\/expect\/fires: is neither true/],
    ['no resources', { ...good, expect: { fires: true } }, /^\/expect\/resources: is missing/],
    [
      'resources of what does not fire',
      { ...good, expect: { fires: false, resources: [] } },
      /^\/expect\/resources: "resources" is not a field here/,
    ],
    [
      'a resource without its kind',
      { ...good, expect: { fires: true, resources: ['mallory'] } },
      /^\/expect\/resources\/0: is no resource: write it as/,
    ],
  ])('refuses %s, with its place and a remedy', (_what, value, line) => {
    expect(linesOf(value)).toEqual([expect.stringMatching(line)]);
  });
});

describe('a record that is repeated', () => {
  const record = {
    eventID: 'a',
    eventTime: '2026-03-01T10:00:00Z',
    dstport: 0,
    start: 100,
    who: { name: 'x' },
  };

  it('has an id and a time of its own each time', () => {
    const repeated = repeatRecord(record, { change: {}, times: 3, every: 'PT40S' });
    expect(repeated.map(({ eventID, eventTime, start }) => [eventID, eventTime, start])).toEqual([
      ['a', '2026-03-01T10:00:00Z', 100],
      ['a-1', '2026-03-01T10:00:40Z', 140],
      ['a-2', '2026-03-01T10:01:20Z', 180],
    ]);
  });

  it('has its number where {n} stands, as a number where nothing else does', () => {
    const change = { '/dstport': '{n}', '/who/name': 'user-{n}', '/tags': [{ key: '{n}' }, null, true] };
    expect(repeatRecord(record, { change, times: 2, every: 'PT0S' })[1]).toMatchObject({
      dstport: 2,
      who: { name: 'user-2' },
      tags: [{ key: 2 }, null, true],
    });
  });
});
