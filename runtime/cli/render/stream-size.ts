import type { PriceFile } from '../../../core/cost/prices.ts';
import { type StreamSize, streamAssumptions } from '../../../core/cost/size-stream.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';
import { wrapWords } from './wrap.ts';

const services = ['Kinesis', 'Lambda', 'Firehose', 'S3'] as const;
const head = [
  'RECORDS/S',
  'SHARDS',
  'CONCURRENCY',
  'GB/DAY',
  ...services.map((name) => name.toUpperCase()),
  'USD/MONTH',
];

const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** A line for each rate, dollars a month by service and in all; what it rests on stands below. */
export function renderStreamSizes(
  terminal: Terminal,
  sizes: readonly StreamSize[],
  { date, region }: Pick<PriceFile, 'date' | 'region'>,
): string {
  const rows = sizes.map(({ eventsPerSecond, shards, concurrency, dailyGigabytes, monthly, total }) =>
    [
      eventsPerSecond,
      shards,
      concurrency,
      dailyGigabytes,
      ...services.map((service) => monthly[service] ?? 0),
      total,
    ].map(whole),
  );
  const { recordBytes, cpuMicros, memoryMb, load, hotDays, rowForRecord, ndjsonForParquet, requestRecords } =
    streamAssumptions;
  const http = sizes.map(({ overHttp }) => whole(overHttp)).join(', ');
  const instead = `Over HTTP, with ${whole(requestRecords)} records packed into a request, API Gateway asks ${http} USD a month in place of Kinesis.`;
  const notes = `Taken for so: records of ${recordBytes} bytes, ${cpuMicros} µs of a processor for each in a function of ${memoryMb} MB, shards and functions at ${load * 100} % of what they can, rows of ${rowForRecord} times the record, ${ndjsonForParquet} times smaller as Parquet, kept for ${hotDays} days. Not counted: findings, thresholds and queries. Prices of ${date} in ${region}, without free tiers.`;
  return [renderTable(terminal, head, rows), '', ...wrapWords(terminal, `${instead} ${notes}`)].join('\n');
}
