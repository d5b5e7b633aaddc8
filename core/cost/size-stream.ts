import { type CostItem, type PriceFile, usdOf } from './prices.ts';
import { assumed as general } from './usage.ts';

/** What the way of logs is sized by. Ratios are what `npm run bench -- ingest` and `-- lake` print; the rest is taken for so. */
export const streamAssumptions = {
  /** Bytes of a record: CloudTrail's mean. */
  recordBytes: 1800,
  /** Bytes of the lake's row for each byte of its record. */
  rowForRecord: 1.35,
  /** Bytes of NDJSON for one of Parquet. */
  ndjsonForParquet: 8,
  /** Days that the lake keeps it. */
  hotDays: 30,
  /**
   * Microseconds of a whole processor for a record, from Kinesis to Firehose: some ten times what the examiner takes on
   * one core here, for what surrounds it and a slower processor.
   */
  cpuMicros: 250,
  /** Of the function: with so much Lambda gives a whole processor. */
  memoryMb: 1769,
  /** How busy functions and shards may be on average, so that peaks pass. */
  load: 0.7,
  /** Seconds for which a batch is gathered, and records in it at most. */
  windowSeconds: 1,
  batchRecords: 1000,
  /** Records in a request, where they come over HTTP: of 1.8 KB and packed, some 600 KB. */
  requestRecords: 4000,
  /** MB of a file in S3. */
  fileMegabytes: 128,
} as const;

/** What a provisioned shard takes: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const shard = { recordsPerSecond: 1000, bytesPerSecond: 1_000_000 } as const;
const secondsPerMonth = general.minutesPerMonth * 60;
const gigabyte = 1024 ** 3;
const millionBytes = 1_000_000;

export interface StreamSize {
  readonly eventsPerSecond: number;
  readonly shards: number;
  /** Invocations under way at a time: at least one for each shard may be. */
  readonly concurrency: number;
  /** GB a day that come in, as records. */
  readonly dailyGigabytes: number;
  /** GB in the lake once it has been full. */
  readonly keptGigabytes: number;
  /** By service, US dollars a month. */
  readonly monthly: Readonly<Record<string, number>>;
  readonly total: number;
  /** US dollars a month of API Gateway, in place of Kinesis where records come over HTTP. */
  readonly overHttp: number;
}

/** What so many records a second take on AWS, from a stream to the lake; findings and incidents come on top. */
export function sizeStream(eventsPerSecond: number, prices: PriceFile): StreamSize {
  const { recordBytes, load, cpuMicros, hotDays, rowForRecord, ndjsonForParquet } = streamAssumptions;
  const busiest = Math.max(
    eventsPerSecond / shard.recordsPerSecond,
    (eventsPerSecond * recordBytes) / shard.bytesPerSecond,
  );
  const shards = Math.max(1, Math.ceil(busiest / load));
  const needed = Math.ceil((eventsPerSecond * cpuMicros) / 1_000_000 / load);
  const daily = (eventsPerSecond * recordBytes * 86_400) / gigabyte;
  const kept = (daily * rowForRecord * hotDays) / ndjsonForParquet;
  const items = itemsOf(eventsPerSecond, { shards, kept });
  const monthly: Record<string, number> = {};
  for (const item of items) monthly[item.component] = (monthly[item.component] ?? 0) + usdOf(prices, item);
  return {
    eventsPerSecond,
    shards,
    concurrency: Math.max(shards, needed),
    dailyGigabytes: daily,
    keptGigabytes: kept,
    monthly,
    total: Object.values(monthly).reduce((sum, usd) => sum + usd, 0),
    overHttp: usdOf(prices, requestsOf(eventsPerSecond)),
  };
}

const requestsOf = (eventsPerSecond: number): CostItem => ({
  component: 'API Gateway',
  price: 'apigateway.request',
  quantity: (eventsPerSecond * secondsPerMonth) / streamAssumptions.requestRecords,
});

function itemsOf(
  eventsPerSecond: number,
  { shards, kept }: { readonly shards: number; readonly kept: number },
): readonly CostItem[] {
  const { recordBytes, rowForRecord, ndjsonForParquet, cpuMicros, memoryMb, windowSeconds, batchRecords } =
    streamAssumptions;
  const events = eventsPerSecond * secondsPerMonth;
  const rows = (events * recordBytes * rowForRecord) / gigabyte;
  // A batch for each window of each shard, or more where more come in it.
  const calls = secondsPerMonth * Math.max(shards / windowSeconds, eventsPerSecond / batchRecords);
  const gbSeconds = ((events * cpuMicros) / 1_000_000) * (memoryMb / 1024);
  const files = (rows * gigabyte) / ndjsonForParquet / (streamAssumptions.fileMegabytes * millionBytes);
  return [
    { component: 'Kinesis', price: 'kinesis.shard-hour', quantity: (shards * secondsPerMonth) / 3600 },
    { component: 'Kinesis', price: 'kinesis.put-unit', quantity: events },
    { component: 'Lambda', price: 'lambda.request', quantity: calls },
    { component: 'Lambda', price: 'lambda.gb-second', quantity: gbSeconds },
    // Rows are packed into records of Firehose, so that its steps of 5 KB are nothing.
    { component: 'Firehose', price: 'firehose.ingestion', quantity: rows },
    { component: 'Firehose', price: 'firehose.conversion', quantity: rows },
    { component: 'S3', price: 's3.put', quantity: files },
    { component: 'S3', price: 's3.storage', quantity: kept },
  ];
}
