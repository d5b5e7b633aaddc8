import { describe, expect, it } from 'vitest';
import { Envelope, hasMoreValues } from '../../../tasks/ingest/envelope.ts';
import { envelope } from '../../support/envelope.ts';

describe('an envelope', () => {
  it('is looked at no further than to what is wrong first, for whoever sends it chooses how much that is', () => {
    const untouched = {
      get id(): string {
        throw new Error('it went on');
      },
    };
    const { logEvents } = JSON.parse(envelope(['x']));
    const broken = { ...JSON.parse(envelope([])), logEvents: [...logEvents, 0, untouched] };
    expect(Envelope.safeParse(broken).success).toBe(false);
  });
});

describe('counting the values of JSON', () => {
  it.each([
    ['an object', '{}', 1],
    ['the items of a list', '[0,0,0]', 3],
    ['lists within each other', '[[[]]]', 3],
    ['fields', '{"a":1,"b":{}}', 3],
    ['not what stands in text', '["[[[,,,{{{"]', 1],
    ['not what stands in text behind a quote', String.raw`["\",,,",0]`, 2],
    ['what stands behind text that ends with a backslash', String.raw`["\\",0]`, 2],
    ['what is broken', '[,"', 2],
  ])('counts %s', (_what, json, count) => {
    expect(hasMoreValues(Buffer.from(json), count)).toBe(false);
    expect(hasMoreValues(Buffer.from(json), count - 1)).toBe(true);
  });
});
