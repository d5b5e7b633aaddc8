import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RecordScoreConfig } from '../../core/ingest/record-score-config.ts';
import { logKinds } from '../../core/ingest/log-record.ts';

const text = readFileSync(new URL('../../docs/ingest.md', import.meta.url), 'utf8');

/** The cells of the table row whose first cell is this name. */
const rowOf = (name: string): string[] | undefined =>
  text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(([, first]) => first === `\`${name}\``);

it.each(Object.entries(RecordScoreConfig.parse({})))(
  "docs/ingest.md has the points of '%s'",
  (name, points) => {
    const cell = rowOf(name)?.[2];
    if (typeof points === 'number') expect(Number.parseFloat(cell ?? '')).toBe(points);
    else for (const [label, each] of Object.entries(points)) expect(cell).toContain(`\`${label}\` ${each}`);
  },
);

it.each(logKinds)("docs/ingest.md says what becomes of '%s'", (kind) => {
  expect(rowOf(kind)).toHaveLength(8);
});
