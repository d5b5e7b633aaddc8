import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { InvalidInput } from '../../core/errors.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import { callOwn } from '../../tasks/aws/own-errors.ts';
import { type Held, type HeldLetter, nobody } from './held-letter.ts';
import { readMessage } from './read-message.ts';

type Sqs = Pick<SQSClient, 'send'>;

/** A dead-letter queue of SQS. */
export interface DeadQueue {
  readonly sqs: Sqs;
  readonly url: string;
  readonly queue: DeadLetter['queue'];
  /** Who reads there takes its events again; null: nobody. */
  readonly back: { readonly sqs: Sqs; readonly url: string } | null;
}

export interface QueuePorts {
  readonly digest: Digest;
  /** Starts over what failed of an execution. */
  readonly redriveExecution: (arn: string) => Promise<void>;
}

/** Of one queue in one look: whoever has more than that wants --all, several times. */
const most = 1000;
/** Seconds that others do not see what is looked at. */
const unseen = 300;

/**
 * What waits in a queue. It is received and sent back one by one: `StartMessageMoveTask` moves a queue as a whole, and only
 * what another queue put there, while EventBridge puts here what it could not deliver.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export async function lookIntoQueue(dead: DeadQueue, ports: QueuePorts): Promise<Held> {
  const left = new Map<string, Message>();
  const messages = await receiveAll(dead);
  for (const message of messages) left.set(message.MessageId ?? '', message);
  return {
    letters: messages.map((message) => toLetter(dead, message, { ports, left })),
    more: messages.length >= most,
    putBack: async () => await putBack(dead, [...left.values()]),
  };
}

async function receiveAll({ sqs, url }: DeadQueue): Promise<readonly Message[]> {
  const all = new Map<string, Message>();
  while (all.size < most) {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      // Without waiting only some of the servers are asked that hold the queue.
      WaitTimeSeconds: 1,
      VisibilityTimeout: unseen,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      MessageAttributeNames: ['All'],
    });
    // Each answer is what the ones before it have left.
    // oxlint-disable-next-line no-await-in-loop
    const { Messages = [] } = await callOwn(`the queue ${url}`, () => sqs.send(command));
    if (Messages.length === 0) break;
    for (const message of Messages) all.set(message.MessageId ?? '', message);
  }
  return [...all.values()];
}

interface Looking {
  readonly ports: QueuePorts;
  /** By id, what is to be put back. */
  readonly left: Map<string, Message>;
}

function toLetter(dead: DeadQueue, message: Message, { ports, left }: Looking): HeldLetter {
  const { MessageId: id = '', Body: body = '', Attributes = {} } = message;
  const place = `queue ${dead.url.split('/').at(-1)}`;
  const { reason, label, kind, subject, key } = readMessage(body, attributesOf(message));
  return {
    place,
    ...(key === undefined ? {} : { key }),
    letter: {
      id: ports.digest(`queue/${id}`).slice(0, 24),
      at: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
      queue: dead.queue,
      stage: 'queue',
      reason,
      delivery: id,
      index: 0,
      raw: null,
      label,
      origin: nobody,
      attempts: Math.max(1, Number(Attributes.ApproximateReceiveCount ?? 1)),
    },
    readBytes: async () => new TextEncoder().encode(body),
    async redrive() {
      if (kind === 'execution') await ports.redriveExecution(subject);
      else if (kind === 'over' || dead.back === null)
        throw new InvalidInput(`there is nobody to hand this to; ${subject || 'drop it'}`);
      else await sendTo(dead.back, body);
      return null;
    },
    async remove() {
      const command = new DeleteMessageCommand({ QueueUrl: dead.url, ReceiptHandle: message.ReceiptHandle });
      await callOwn(`the queue ${dead.url}`, () => dead.sqs.send(command));
      left.delete(id);
    },
  };
}

async function sendTo({ sqs, url }: NonNullable<DeadQueue['back']>, body: string): Promise<void> {
  const command = new SendMessageCommand({ QueueUrl: url, MessageBody: body });
  await callOwn(`the queue ${url}`, () => sqs.send(command));
}

const attributesOf = ({ MessageAttributes = {} }: Message): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  );

/** At once for others to see: else they would wait. */
async function putBack({ sqs, url }: DeadQueue, messages: readonly Message[]): Promise<void> {
  const tens = Array.from({ length: Math.ceil(messages.length / 10) }, (_, n) =>
    messages.slice(n * 10, (n + 1) * 10),
  );
  await Promise.all(
    tens.map(async (some) => {
      const Entries = some.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: 0,
      }));
      await callOwn(`the queue ${url}`, () =>
        sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries })),
      );
    }),
  );
}
