import * as z from 'zod';

const Price = z.strictObject({
  usd: z.number().nonnegative(),
  /** For so many units. */
  per: z.number().positive(),
  unit: z.string(),
  /** Units that AWS gives each account every month, for as long as it exists. */
  free: z.number().positive().optional(),
  /** AWS's own, where it stands. */
  page: z.url(),
  /** `aws`: read there; `copy`: read where others quote it; `unseen`: nobody looked. */
  seen: z.enum(['aws', 'copy', 'unseen']),
});

export const priceIds = [
  'states.transition',
  'lambda.request',
  'lambda.gb-second',
  'dynamodb.write',
  'dynamodb.read',
  'dynamodb.storage',
  'dynamodb.backup',
  'kms.key',
  'kms.request',
  's3.put',
  's3.storage',
  'sqs.request',
  'sns.publish',
  'sns.email',
  'logs.ingestion',
  'cloudwatch.alarm',
  'cloudwatch.composite-alarm',
  'cloudwatch.dashboard',
  'cloudwatch.metric',
  'xray.trace',
  'events.custom',
  'cloudtrail.data-event',
  'apigateway.request',
  'kinesis.shard-hour',
  'kinesis.put-unit',
  'firehose.ingestion',
  'firehose.conversion',
] as const;
export type PriceId = (typeof priceIds)[number];

/** What AWS asks in one Region, on one day: `docs/prices-us-east-1.json`. */
export const PriceFile = z.strictObject({
  region: z.string(),
  date: z.iso.date(),
  note: z.string(),
  prices: z.record(z.enum(priceIds), Price),
});
export type PriceFile = z.infer<typeof PriceFile>;

/** So much of something that has a price. */
export interface CostItem {
  /** A service. */
  readonly component: string;
  readonly price: PriceId;
  readonly quantity: number;
}

/** At list prices. */
export const usdOf = ({ prices }: PriceFile, { price, quantity }: CostItem): number =>
  (prices[price].usd * quantity) / prices[price].per;

/** What is left to pay where nothing else in the account uses up what AWS gives for free. */
export const usdBeyondFree = (file: PriceFile, items: readonly CostItem[]): number =>
  [...Map.groupBy(items, ({ price }) => price)].reduce((usd, [price, of]) => {
    const used = of.reduce((sum, { quantity }) => sum + quantity, 0);
    const quantity = Math.max(0, used - (file.prices[price].free ?? 0));
    return usd + usdOf(file, { component: '', price, quantity });
  }, 0);
