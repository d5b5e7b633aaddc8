import * as z from 'zod';
import { createQueueTask, parseLoosely, type QueuePorts } from '../queue.ts';
import type { Task } from '../task.ts';
import type { Arrival, Intake } from './index.ts';

/** What EventBridge says of an event, whatever is in it. */
const Envelope = z.object({ id: z.string().min(1), account: z.string(), source: z.string() });

export interface ReadQueuePorts extends Pick<QueuePorts, 'failed'> {
  readonly intake: (arrival: Arrival) => Promise<Intake>;
}

/** Takes in what EventBridge put into the queue: its policy lets nobody else write there, and so its word counts. */
export const createReadQueue = ({ intake, failed }: ReadQueuePorts): Task =>
  createQueueTask({
    failed,
    async take(body, messageId) {
      await intake(arrivalOf(messageId, body));
    },
  });

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
