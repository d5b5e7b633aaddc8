import * as z from 'zod';
import { toOneLine } from '../one-line.ts';
import type { Table } from '../ports/table.ts';
import { createListing, type ReadSlice } from './listing.ts';
import { createRecords, eachIndexed, readAll } from './record.ts';

/** A message to people, written before it is sent: the id makes telling twice impossible. */
export const Message = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(['alert', 'outcome', 'question', 'note']),
  /** Absent: it is about no incident. */
  incident: z.string().optional(),
  /** Made fit for SNS: fewer than 100 characters, no line breaks or control characters. */
  subject: z.string(),
  body: z.string(),
  /** A channel, or an approver's name: SNS subscriptions filter by it. Absent: whoever follows the topic. */
  to: z.string().optional(),
  /**
   * What one answers a question with. It leaves the store with the message to whom it is for, and in no other way:
   * reports and exports leave it out.
   */
  invitation: z.object({ link: z.string(), code: z.string() }).optional(),
  /** Absent: nobody has sent it on yet. The embedded home sends nothing. */
  sentAt: z.iso.datetime().optional(),
});
export type Message = z.infer<typeof Message>;

export interface Outbox {
  get(id: string): Promise<Message | null>;
  /** @returns false when a message with this id was written before. */
  put(message: Message): Promise<boolean>;
  /** All messages, oldest first. */
  list(): Promise<readonly Message[]>;
  readonly newest: ReadSlice<Message>;
  /** Those that were not sent on, oldest first. */
  listUnsent(): Promise<readonly Message[]>;
  /** Safe to repeat: the first time counts. */
  markSent(id: string, at: string): Promise<void>;
}

const listing = 'OUTBOX';
const unsent = 'UNSENT';

export function createOutbox(table: Table): Outbox {
  const messages = createRecords<Message, string>(table, {
    schema: Message,
    keyOf: (id) => ({ pk: `MESSAGE#${id}`, sk: 'META' }),
    placed: ({ at, id, sentAt }) => ({
      gsi1: { pk: listing, sk: `${at}#${id}` },
      ...(sentAt === undefined ? { gsi2: { pk: unsent, sk: `${at}#${id}` } } : {}),
    }),
  });
  return {
    get: (id) => messages.get(id),
    put: (message) => messages.create(message.id, { ...message, subject: fitSubject(message.subject) }),
    list: () => readAll(Message, eachIndexed(table, 'gsi1', listing)),
    newest: createListing(table, { index: 'gsi1', partitions: [listing], read: messages.read }),
    listUnsent: () => readAll(Message, eachIndexed(table, 'gsi2', unsent)),
    markSent: async (id, at) => {
      await messages.change(id, (message) =>
        message === null || message.sentAt !== undefined ? message : { ...message, sentAt: at },
      );
    },
  };
}

/**
 * Subjects name what findings name, and findings say what they like.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
function fitSubject(text: string): string {
  const line = toOneLine(text).toWellFormed();
  return line.length < 100 ? line : `${line.slice(0, 98).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
