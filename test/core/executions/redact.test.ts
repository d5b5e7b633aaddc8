import { describe, expect, it } from 'vitest';
import { REDACTED, redactJson, redactText } from '../../../core/executions/redact.ts';

const within = (levels: number, text: string): string => '['.repeat(levels) + text + ']'.repeat(levels);

describe('text of an execution', () => {
  it.each([
    ['a task token by its key', '{"taskToken":"AQC1"}', `{"taskToken":"${REDACTED}"}`],
    [
      'one in the strings of JSON',
      '{"a":"{\\"Token\\":\\"AQC1\\"}"}',
      `{"a":"{\\"Token\\":\\"${REDACTED}\\"}"}`,
    ],
    ['one of the embedded engine, wherever it stands', 'lost tqt_a-1 today', `lost ${REDACTED} today`],
    ['JSON with one that was cut off', '{"TaskToken":"AQ', REDACTED],
    ['where in the code an error was thrown', '{"trace":["at f (a.ts:1:2)"]}', '{"trace":[]}'],
  ])('is shown without %s', (_what, text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it('that hides nothing stays as it is', () => {
    const details = { input: '{ "no": "token of ours" }', list: [1, null] };
    expect(redactJson(details)).toBe(details);
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
