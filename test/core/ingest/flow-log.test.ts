import { describe, expect, it } from 'vitest';
import { bytesOf, examineOne, examineRecord, makeExaminer, now } from './records.ts';

const line =
  '2 111122223333 eni-0a1b 198.51.100.7 10.0.0.5 41000 22 6 20 4249 1795201200 1795201260 REJECT OK';

function examineLines(...lines: string[]) {
  const examine = makeExaminer().open();
  return lines.map((each) => examine(bytesOf(each)));
}

describe('a line of a VPC flow log', () => {
  it('has the default format before any header, numbers as numbers', () => {
    expect(examineRecord(line).record).toEqual({
      kind: 'vpc-flow',
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      time: '2026-11-20T19:00:00.000Z',
      type: 'REJECT',
      source: 'vpc-flow',
      account: '111122223333',
      region: null,
      principal: 'eni-0a1b',
      action: 'REJECT',
      srcIp: '198.51.100.7',
      record: {
        version: 2,
        'account-id': '111122223333',
        'interface-id': 'eni-0a1b',
        srcaddr: '198.51.100.7',
        dstaddr: '10.0.0.5',
        srcport: 41000,
        dstport: 22,
        protocol: 6,
        packets: 20,
        bytes: 4249,
        start: 1795201200,
        end: 1795201260,
        action: 'REJECT',
        'log-status': 'OK',
      },
    });
  });

  it.each<[string, string, string, object]>([
    [
      'version 3',
      'version vpc-id subnet-id instance-id srcaddr pkt-srcaddr tcp-flags type',
      '3 vpc-1 subnet-1 i-1 10.0.0.5 198.51.100.7 19 IPv4',
      { principal: 'i-1', srcIp: '10.0.0.5', record: { version: 3, 'tcp-flags': 19, type: 'IPv4' } },
    ],
    [
      'version 5, in an order of its own',
      'region flow-direction traffic-path srcaddr action start version',
      'eu-west-1 egress 8 2001:db8::1 ACCEPT 1795201200 5',
      { region: 'eu-west-1', srcIp: '2001:db8::1', type: 'ACCEPT', time: '2026-11-20T19:00:00.000Z' },
    ],
    [
      'version 8 and what a later one may bring',
      'version reject-reason brand-new-field',
      '11 BPA something',
      { record: { version: 11, 'reject-reason': 'BPA', 'brand-new-field': 'something' }, time: now },
    ],
    ['one field alone', 'srcaddr', '198.51.100.7', { srcIp: '198.51.100.7', type: 'unknown' }],
    [
      'nothing in the window',
      'version account-id interface-id srcaddr start action log-status',
      '2 111122223333 eni-1 - 1795201200 - NODATA',
      { type: 'NODATA', action: null, srcIp: null },
    ],
  ])('is read by its header: %s', (_version, header, values, expected) => {
    const [first, second] = examineLines(header, values);
    expect(first).toEqual({ kind: 'header' });
    expect(second).toMatchObject({ kind: 'record', record: { kind: 'vpc-flow', ...expected } });
  });

  it('may end in a carriage return', () => {
    expect(examineRecord(`${line}\r`).record).toEqual(examineRecord(line).record);
  });

  it('has its header from its own batch alone', () => {
    const examiner = makeExaminer();
    const open = examiner.open();
    open(bytesOf('version srcaddr'));
    expect(open(bytesOf('2 198.51.100.7'))).toMatchObject({ kind: 'record' });
    expect(examiner.open()(bytesOf('2 198.51.100.7'))).toMatchObject({ kind: 'malformed' });
  });

  it.each<[string, string, RegExp]>([
    [
      'fields that are not named',
      '2 111122223333 eni-1',
      /^it is neither JSON nor a line of a VPC flow log: it has 3 fields, and 14 are named \(version account-id .*; send JSON, or the flow log's header first$/,
    ],
    [
      'a port that is none',
      line.replace(' 22 ', ' ssh '),
      /dstport is "ssh", and must be a number; send the header/,
    ],
    ['a header without end', Array(101).fill('version').join(' '), /it has 101 fields/],
    ['a header of a name without end', `version ${'a'.repeat(65)}`, /it has 2 fields/],
    ['words', 'the quick brown fox', /neither JSON nor a line of a VPC flow log: it has 4 fields/],
  ])('is refused with %s', (_what, text, reason) => {
    const examined = examineOne(text);
    expect(examined).toEqual({ kind: 'malformed', reason: expect.stringMatching(reason) });
  });
});
