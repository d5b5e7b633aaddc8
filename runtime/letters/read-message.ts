import * as z from 'zod';
import { machineNameOnAws } from '../../core/machine-names.ts';

/** What a message of a dead-letter queue is about, and what can be done with it. */
export interface ReadMessage {
  readonly reason: string;
  readonly label: string;
  /**
   * - `event`: whoever reads the queue before this one takes it again
   * - `execution`: can be redriven itself
   * - `over`: there is nothing to hand on
   */
  readonly kind: 'event' | 'execution' | 'over';
  /** With `execution`: its ARN. With `over`: what to do instead. */
  readonly subject: string;
  /** With a notice that an object was put: its key. */
  readonly key?: string;
}

const Event = z.object({
  'detail-type': z.string(),
  source: z.string(),
  account: z.string().default('?'),
  region: z.string().default('?'),
  detail: z.unknown(),
});
type Event = z.infer<typeof Event>;

const ownExecution = new RegExp(
  `^arn:[\\w-]+:states:[\\w-]+:\\d{12}:execution:${machineNameOnAws('')}[\\w-]+:[\\w-]+$`,
);

/** Of Tourniquet's own: whoever redrives lends their rights to what stands here. */
const Execution = z.object({
  executionArn: z.string().regex(ownExecution),
  name: z.string(),
  status: z.string(),
  error: z.string().nullish(),
  cause: z.string().nullish(),
});
const Alarm = z.object({ alarmName: z.string() });
const ObjectCreated = z.object({
  bucket: z.object({ name: z.string() }),
  object: z.object({ key: z.string() }),
});
/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html */
const GivenUp = z.object({
  requestContext: z.object({ condition: z.string(), functionArn: z.string().default('a function') }),
});

/** By `detail-type`: what Tourniquet's own rules put into queues for people. Anything else is an event for intake. */
const readers: Readonly<Record<string, (event: Event) => ReadMessage | null>> = {
  'Step Functions Execution Status Change'({ detail }) {
    const { data } = Execution.safeParse(detail);
    if (data === undefined) return null;
    const { executionArn, name, status, error, cause } = data;
    const why = [error, cause?.slice(0, 500)].filter(Boolean).join(': ');
    return {
      kind: 'execution',
      subject: executionArn,
      label: `execution ${executionArn.split(':').at(-2) ?? ''} ${name}`,
      reason: `it ended as ${status}${why === '' ? '' : `: ${why}`}`,
    };
  },
  'CloudWatch Alarm State Change'({ detail, account, region }) {
    const { data } = Alarm.safeParse(detail);
    if (data === undefined) return null;
    return {
      kind: 'over',
      subject: `look into the dead-letter queue of ${region} in account ${account}, and drop this`,
      label: `alarm ${data.alarmName}`,
      reason: `findings of account ${account} in ${region} did not reach the hub`,
    };
  },
  'Object Created'({ detail }) {
    const { data } = ObjectCreated.safeParse(detail);
    if (data === undefined) return null;
    const { bucket, object } = data;
    return {
      kind: 'event',
      subject: '',
      label: `s3://${bucket.name}/${object.key}`,
      reason: 'the file could not be taken in; the log of IngestDrops says why',
      key: object.key,
    };
  },
};

/** Whoever sends an event names its type, `constructor` too. */
const readerOf = ({ 'detail-type': type }: Event) =>
  Object.hasOwn(readers, type) ? readers[type] : undefined;

/**
 * @param attributes what EventBridge says of what it could not deliver:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
 */
export function readMessage(body: string, attributes: Readonly<Record<string, string>> = {}): ReadMessage {
  const read = readBody(body);
  const { ERROR_CODE: code, ERROR_MESSAGE: message, RULE_ARN: rule } = attributes;
  if (code === undefined) return read;
  const name = rule?.split('/').at(-1) ?? 'a rule';
  const why = [code, message].filter(Boolean).join(': ');
  return { ...read, reason: `EventBridge could not deliver what the rule ${name} matched: ${why}` };
}

function readBody(body: string): ReadMessage {
  const json = parse(body);
  const event = Event.safeParse(json).data;
  if (event !== undefined) return readerOf(event)?.(event) ?? finding(event);
  const given = GivenUp.safeParse(json).data;
  const { condition, functionArn } = given?.requestContext ?? {};
  return {
    kind: 'over',
    subject: 'what a minute leaves undone the next one does: drop this',
    label: given === undefined ? 'a message' : `a batch for ${functionArn?.split(':').at(-1)}`,
    reason: given === undefined ? 'nobody could do what it asks for' : `Lambda gave it up: ${condition}`,
  };
}

const finding = ({ source, account, region, 'detail-type': type }: Event): ReadMessage => ({
  kind: 'event',
  subject: '',
  label: `${source} ${type} of ${account} in ${region}`,
  reason: 'intake gave it up; its log says why',
});

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
