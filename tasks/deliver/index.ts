import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import type { Message } from '../../core/records/outbox.ts';
import type { Stores } from '../../core/records/stores.ts';
import { noticeOf } from './notice.ts';

/** `messages`: those that were just written; absent: all that are unsent for longer than `graceMs`. */
const Request = z.object({
  messages: z.array(z.string()).optional(),
  graceMs: z.number().min(0).default(60_000),
});

export interface DeliverPorts {
  readonly stores: Pick<Stores, 'outbox' | 'incidents'>;
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** Where links of questions lead, such as `https://tourniquet.example.com`. */
  readonly url: string;
}

/** What became of a message. A type, for it is JSON. */
type Delivered = {
  readonly message: string;
  readonly sent: boolean;
  readonly error?: string;
};

/** A task that says of each message what became of it. */
type Deliver = (payload: unknown) => Promise<{ readonly delivered: Delivered[] }>;

/**
 * Sends what stands in the outbox, and marks it as sent afterwards: a crash in between sends it again, and none is
 * lost. Whoever writes a message wakes it; each minute it sends what was left. One that fails is reported and does not
 * hold up the others.
 */
export function createDeliver({ stores, publisher, clock, url }: DeliverPorts): Deliver {
  const due = async ({ messages, graceMs }: z.infer<typeof Request>): Promise<readonly Message[]> => {
    if (messages === undefined) {
      const before = new Date(clock.now() - graceMs).toISOString();
      return (await stores.outbox.listUnsent()).filter(({ at }) => at <= before);
    }
    const found = await Promise.all(messages.map((id) => stores.outbox.get(id)));
    return found.flatMap((message) => (message === null || message.sentAt !== undefined ? [] : [message]));
  };

  const deliver = async (message: Message): Promise<Delivered> => {
    const { id, incident } = message;
    try {
      const about = incident === undefined ? null : await stores.incidents.get(incident);
      await publisher.publish(noticeOf(message, about, url));
      await stores.outbox.markSent(id, new Date(clock.now()).toISOString());
      return { message: id, sent: true };
    } catch (error) {
      const { name, message: why } = error as Error;
      return { message: id, sent: false, error: `${name}: ${why}` };
    }
  };

  return async (payload) => {
    const messages = await due(Request.parse(payload));
    return { delivered: await Promise.all(messages.map(deliver)) };
  };
}
