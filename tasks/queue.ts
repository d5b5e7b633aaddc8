import * as z from 'zod';
import type { Task } from './task.ts';

/** What Lambda hands over of a queue. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const QueueEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

export interface QueuePorts {
  readonly take: (body: string, messageId: string) => Promise<void>;
  /** Told of each message that stays in the queue, for the log. */
  readonly failed: (messageId: string, error: Error) => void;
}

/**
 * Takes the messages of a batch at once. One that fails stays and comes again, at last in the dead-letter queue; the others
 * are done (ReportBatchItemFailures).
 */
export function createQueueTask({ take, failed }: QueuePorts): Task {
  const leave = async (messageId: string, body: string): Promise<readonly { itemIdentifier: string }[]> => {
    try {
      await take(body, messageId);
      return [];
    } catch (error) {
      failed(messageId, error as Error);
      return [{ itemIdentifier: messageId }];
    }
  };
  return async (payload) => {
    const { Records } = QueueEvent.parse(payload);
    const failures = await Promise.all(Records.map(({ messageId, body }) => leave(messageId, body)));
    return { batchItemFailures: failures.flat() };
  };
}

/** What a message says, or null where it is no JSON: for a schema to refuse. */
export function parseLoosely(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
