import * as z from 'zod';
import type { Json } from '../../core/json.ts';
import type { Task } from '../task.ts';
import type { Arrival, Intake } from './index.ts';

/** What Lambda hands over of a queue. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const QueueEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** What EventBridge says of an event, whatever is in it. */
const Envelope = z.object({ id: z.string().min(1), account: z.string(), source: z.string() });

export interface ReadQueuePorts {
  readonly intake: (arrival: Arrival) => Promise<Intake>;
  /** Told of each message that stays in the queue, for the log. */
  readonly failed: (messageId: string, error: Error) => void;
}

/**
 * Takes in what EventBridge put into the queue: its policy lets nobody else write there, and so its word counts. A
 * message that fails stays and comes again, at last in the dead-letter queue; the others of its batch are done.
 */
export function createReadQueue({ intake, failed }: ReadQueuePorts): Task {
  const take = async (messageId: string, body: string): Promise<Json[]> => {
    try {
      await intake(arrivalOf(messageId, body));
      return [];
    } catch (error) {
      failed(messageId, error as Error);
      return [{ itemIdentifier: messageId }];
    }
  };
  return async (payload) => {
    const { Records } = QueueEvent.parse(payload);
    const failures = await Promise.all(Records.map(({ messageId, body }) => take(messageId, body)));
    return { batchItemFailures: failures.flat() };
  };
}

/** EventBridge delivers an event again under the same id, in another message. What is no event is a dead letter. */
function arrivalOf(messageId: string, body: string): Arrival {
  const envelope = Envelope.safeParse(parseLoosely(body));
  const { id, account, source } = envelope.data ?? {
    id: messageId,
    account: null,
    source: 'the intake queue',
  };
  return {
    bytes: new TextEncoder().encode(body),
    delivery: id,
    origin: { via: 'eventbridge', account, trusted: envelope.success },
    label: source,
  };
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
