import type { CostItem } from './prices.ts';
import { assumed, type Usage } from './usage.ts';

const gigabyte = 1024 ** 3;

/** Functions that wait for calls into the target account. */
const acting = /^(Actions|Enrich|WriteBack|Rollback)/;

/** Megabytes of a function's memory, by its name. */
export type MemoryOf = (name: string) => number;

/** What one finding costs. Storage: of its first month. Every function asks KMS anew, as it does where little happens. */
export function priceUsage(usage: Usage, memoryOf: MemoryOf): readonly CostItem[] {
  const { readUnits, writeUnits, storedBytes, rawBytes, messages, executions } = usage;
  // Intake takes the event in, and a write to the table's stream wakes the delivery of each message.
  const invoked = {
    ...usage.invocations,
    IntakeFunction: 1,
    ...(messages > 0 && { DeliverFunction: messages }),
  };
  const calls = Object.values(invoked).reduce((sum, count) => sum + count, 0);
  const gbSeconds = Object.entries(invoked).reduce(
    (sum, [name, count]) => sum + count * gbSecondsOf(memoryOf(name), acting.test(name)),
    0,
  );
  // The event as it came, and what each response came to.
  const objects = 1 + (usage.invocations['CloseResponseFunction'] ?? 0);
  const logged = calls * assumed.bytesPerInvocation + usage.historyEvents * assumed.bytesPerEvent;
  return [
    { component: 'Step Functions', price: 'states.transition', quantity: usage.transitions },
    { component: 'Lambda', price: 'lambda.request', quantity: calls },
    { component: 'Lambda', price: 'lambda.gb-second', quantity: gbSeconds },
    { component: 'DynamoDB', price: 'dynamodb.write', quantity: writeUnits },
    { component: 'DynamoDB', price: 'dynamodb.read', quantity: readUnits },
    { component: 'DynamoDB', price: 'dynamodb.storage', quantity: storedBytes / gigabyte },
    { component: 'DynamoDB', price: 'dynamodb.backup', quantity: storedBytes / gigabyte },
    // Each object has its line in the access log and in a file of the trail, at worst in one of its own.
    { component: 'S3', price: 's3.put', quantity: 3 * objects },
    { component: 'CloudTrail', price: 'cloudtrail.data-event', quantity: objects },
    { component: 'S3', price: 's3.storage', quantity: rawBytes / gigabyte },
    { component: 'SQS', price: 'sqs.request', quantity: 3 },
    { component: 'SNS', price: 'sns.publish', quantity: messages },
    { component: 'SNS', price: 'sns.email', quantity: messages },
    { component: 'KMS', price: 'kms.request', quantity: calls + messages + 1 },
    { component: 'CloudWatch', price: 'logs.ingestion', quantity: logged / gigabyte },
    { component: 'X-Ray', price: 'xray.trace', quantity: executions + 1 },
  ];
}

const gbSecondsOf = (memoryMb: number, calls: boolean): number =>
  ((memoryMb / 1024) * (calls ? assumed.actionMs : assumed.taskMs)) / 1000;
