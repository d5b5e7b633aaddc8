import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, span, table } from '../../../tasks/api/report/markdown.ts';

/** What stands outside of code spans, as CommonMark reads them: a run of backticks is closed by the next one as long. */
const outside = (line: string): string => line.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

/** What people write to be more than text. */
const nasty = fc
  .array(
    fc.constantFrom(
      '`',
      '``',
      '|',
      '\\',
      '\n',
      '\r',
      '[x](https://evil)',
      '![',
      '<b>',
      'www.evil',
      '*',
      '\u202E',
      ' ',
      'a',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('text of others in a report', () => {
  it('stands in one code span on one line, whatever it says', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = code(text);
        expect(shown).not.toMatch(/[\n\r\u202E]/);
        expect(outside(shown)).toMatch(/^–?$/);
      }),
    );
  });

  it('makes no cell of a table end, nor another begin', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const [, , row = ''] = table(['A', 'B'], [[code(a), code(b)]]).split('\n');
        // As GFM reads it: a backslash before a pipe, and nothing else, keeps the cell open.
        const cells = row.slice(1, -1).match(/(?:\\[|\\`]|[^|])+/g) ?? [];
        expect(cells).toHaveLength(2);
      }),
    );
  });

  it.each([
    ['plain', '`plain`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    ['  ', '–'],
    ['x'.repeat(600), `\`${'x'.repeat(500)}…\``],
  ])('%j becomes %j', (text, shown) => {
    expect(code(text)).toBe(shown);
  });
});

it.each([
  [0, '0 s'],
  [59.6, '1 min 0 s'],
  [125, '2 min 5 s'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, shown) => {
  expect(span(new Date(0).toISOString(), new Date(seconds * 1000).toISOString())).toBe(shown);
});
