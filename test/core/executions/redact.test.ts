import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redactJson, redactText } from '../../../core/executions/redact.ts';

const own = `tqt_${'x'.repeat(43)}`;
/** Such as Step Functions gives out. */
const aws = `AQCEAAAAKgAAAAMAAAAAAAAAAc${'Z'.repeat(60)}==`;

const within = (levels: number, text: string): string => '['.repeat(levels) + text + ']'.repeat(levels);

describe('text of an execution', () => {
  it.each([
    ['an own token in a sentence', `the token ${own} is used up`, `the token ${REDACTED} is used up`],
    ['an own token as the engine hides it', 'tqt_hidden', REDACTED],
    [
      'the token of a request',
      `{"Payload":{"token":"${aws}","n":1}}`,
      `{"Payload":{"token":"${REDACTED}","n":1}}`,
    ],
    [
      'a token under its other names',
      `{"TaskToken":"${aws}","taskToken":"${aws}"}`,
      `{"TaskToken":"${REDACTED}","taskToken":"${REDACTED}"}`,
    ],
    [
      'a token in JSON within JSON',
      JSON.stringify({ Cause: `{"token":"${aws}"}` }),
      JSON.stringify({ Cause: `{"token":"${REDACTED}"}` }),
    ],
    ['a token in JSON that was cut off', `{"Payload":{"token":"${aws}`, REDACTED],
    [
      'a stack trace',
      '{"errorType":"E","trace":["E: x","    at f (/var/task/index.mjs:1:2)"]}',
      '{"errorType":"E","trace":[]}',
    ],
  ])('hides %s', (_what, text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each([
    '{"n": 1, "token": 5}',
    'Unexpected token } in JSON',
    '{"nextToken":"abc", "traces": ["x"]}',
    '[1, 2]',
    '',
  ])('is left as it is: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('never shows a token, however deep it stands, and stays JSON', () => {
    const wrap = fc.constantFrom<(value: unknown) => unknown>(
      (value) => ({ inner: value }),
      (value) => [1, value],
      (value) => JSON.stringify(value),
      (value) => ({ text: JSON.stringify(value) }),
    );
    fc.assert(
      fc.property(fc.array(wrap, { maxLength: 6 }), fc.constantFrom(own, aws), (wraps, token) => {
        const text = JSON.stringify(wraps.reduce<unknown>((value, one) => one(value), { token }));
        const shown = redactText(text);
        expect(shown).not.toContain(token.slice(0, 26));
        expect(() => JSON.parse(shown)).not.toThrow();
      }),
    );
  });

  it('is the same object where there is nothing to hide', () => {
    const value = { a: [{ b: 'c' }], token: null };
    expect(redactJson(value)).toBe(value);
  });

  it.each([
    ['lists', within(100_000, '"token"')],
    ['a string of JSON', JSON.stringify([within(100_000, '"token"')])],
    ['objects', `${'{"a":'.repeat(50_000)}"tqt_1"${'}'.repeat(50_000)}`],
  ])('that somebody nested without end in %s is cut, and ends nothing', (_what, text) => {
    const shown = redactText(text);
    expect(shown).toContain(REDACTED);
    expect(shown.length).toBeLessThan(2000);
  });
});
