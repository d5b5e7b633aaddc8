import { describe, expect, it } from 'vitest';
import { openEnvelope } from '../../../tasks/ingest/open-envelope.ts';
import { check, envelope } from '../../support/envelope.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function open(text: string, formats: Readonly<Record<string, string[]>> = {}) {
  const opened = openEnvelope({ bytes: Buffer.from(text) }, formats);
  if (opened === null) return null;
  const { pieces, header } = opened;
  return {
    texts: pieces.map(({ bytes }) => decode(bytes)),
    problems: pieces.flatMap(({ problem }) => problem ?? []),
    header: header && decode(header),
  };
}

const call = '{"eventVersion":"1.11","eventName":"StopLogging"}';
const flow =
  '2 111122223333 eni-1235b8ca 198.51.100.7 10.0.0.5 49761 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const noData = '2 111122223333 eni-1235b8ca - - - - - - - 1431280876 1431280934 - NODATA';
const flows = { logGroup: '/flows', logStream: 'eni-1235b8ca123456789-all' };

describe('an envelope of CloudWatch Logs', () => {
  it.each([
    ['JSON', call],
    ['a flow of the default format', flow],
    ['a flow log that has nothing to tell', noData],
  ])('holds %s as the record that it is', (_what, message) => {
    expect(open(envelope([message]))).toEqual({ texts: [message], problems: [], header: undefined });
  });

  it('makes a record of any other text, with when and where it was logged', () => {
    const [text = ''] = open(envelope(['[INFO] the service starts "now"\n']))?.texts ?? [];
    expect(JSON.parse(text)).toEqual({
      type: 'LogEvent',
      source: '/app',
      account: '111122223333',
      logStream: 'web-1',
      id: '31953106606966983378809025079804211143289615424298221560',
      timestamp: Date.UTC(2026, 10, 20, 12),
      message: '[INFO] the service starts "now"\n',
    });
  });

  it('takes no line for a flow that only begins like one', () => {
    const texts =
      open(envelope(['2 111122223333 signed in', 'x'.repeat(14).split('').join(' ')]))?.texts ?? [];
    expect(texts.map((text) => JSON.parse(text).type)).toEqual(['LogEvent', 'LogEvent']);
  });

  it('names the fields of flow logs whose format the configuration has', () => {
    const formats = { '/flows': ['srcaddr', 'action'] };
    expect(open(envelope(['198.51.100.7 REJECT'], flows), formats)).toEqual({
      texts: ['198.51.100.7 REJECT'],
      problems: [],
      header: 'srcaddr action',
    });
    expect(open(envelope(['198.51.100.7 REJECT']), formats)?.header).toBeUndefined();
    expect(open(envelope([flow], { logGroup: 'constructor' }), formats)?.header).toBeUndefined();
  });

  it('says of flow logs of another format how to name it', () => {
    const opened = open(envelope(['198.51.100.7 REJECT', flow], flows));
    expect(opened?.texts).toEqual(['198.51.100.7 REJECT', flow]);
    expect(opened?.problems).toEqual([
      'it is a line of a flow log of 2 fields, and the default format has 14; say under flowFormats in the configuration how "/flows" is written',
    ]);
  });

  it('is no record where CloudWatch Logs asks whether somebody is there', () => {
    expect(open(check())?.texts).toEqual([]);
  });

  it('loses nothing that only calls itself so', () => {
    expect(open(check(call))?.texts).toEqual([call]);
  });

  it.each([
    ['a record that has the word in it', '{"eventName":"PutLogEvents","requestParameters":{"logEvents":[]}}'],
    ['broken JSON', envelope([call]).slice(0, -1)],
    ['of another type', envelope([call], { messageType: 'OTHER' })],
    ['without an owner', envelope([call], { owner: undefined })],
    ['with an event that is none', envelope([call], { logEvents: [{ message: 7 }] })],
    ['with __proto__', `{"__proto__":{},${envelope([call]).slice(1)}`],
    ['no JSON', `x ${envelope([call])}`],
    // They would stand in each of its records.
    ['with a longer name than any log group has', envelope(['x'], { logGroup: 'g'.repeat(513) })],
    ['with a longer name than any log stream has', envelope(['x'], { logStream: 's'.repeat(513) })],
    ['with a longer name than any owner has', envelope(['x'], { owner: '1'.repeat(65) })],
    ['with more values than anybody could hold', envelope(['x'], { others: Array(1_000_000).fill(0) })],
  ])('is none: %s', (_what, text) => {
    expect(open(text)).toBeNull();
  });
});
