import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sizeStream } from '../../../core/cost/size-stream.ts';
import { readPrices } from '../../../runtime/cli/read-prices.ts';
import { runInProcess } from '../../runtime/cli/run-in-process.ts';

const prices = await readPrices();

describe('the size of a stream', () => {
  it.each([
    // 1.8 MB/s at 70 % of a megabyte each.
    [1000, { shards: 3, concurrency: 3 }],
    [10_000, { shards: 26, concurrency: 26 }],
    [100_000, { shards: 258, concurrency: 258 }],
    [1, { shards: 1, concurrency: 1 }],
  ])('of %i records a second', (rate, expected) => {
    expect(sizeStream(rate, prices)).toMatchObject(expected);
  });

  it('adds up what each service asks for', () => {
    const { monthly, total } = sizeStream(1000, prices);
    // 3 shards for 730 hours, and 2,628 million units.
    expect(monthly['Kinesis']).toBeCloseTo(3 * 730 * 0.015 + 2628 * 0.014, 5);
    // 4,000 records to a request.
    expect(sizeStream(1000, prices).overHttp).toBeCloseTo((2628 / 4000) * 3.5, 5);
    expect(total).toBeCloseTo(
      Object.values(monthly).reduce((sum, usd) => sum + usd, 0),
      9,
    );
  });
});

it('is in docs/ingest.md as the command prints it', async () => {
  const { out } = await runInProcess('cost', '--events', '1000', '10000', '100000');
  const doc = readFileSync(new URL('../../../docs/ingest.md', import.meta.url), 'utf8');
  const [head = '', ...rows] = out.split('\n\n')[0]?.split('\n') ?? [];
  expect(head.split('\t')).toContain('SHARDS');
  expect(rows).toHaveLength(3);
  const [http] = /API Gateway asks .* USD a month/.exec(out.replaceAll('\n', ' ')) ?? [];
  expect(doc.replaceAll('\n', ' ')).toContain(http);
  for (const row of rows) expect(doc.replaceAll(/ +/g, ' ')).toContain(`| ${row.split('\t').join(' | ')} |`);
});

it.each([['0'], ['1.5'], ['many']])('refuses --events %s', async (rate) => {
  expect((await runInProcess('cost', '--events', rate)).code).not.toBe(0);
});
