import * as z from 'zod';
import { parseJson } from '../../core/parse-json.ts';

/** A line of a log. */
export interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

function isLogEvent(value: unknown): value is LogEvent {
  const event = value as Partial<LogEvent> | null;
  return (
    typeof event?.id === 'string' && typeof event.timestamp === 'number' && typeof event.message === 'string'
  );
}

/** Of CloudWatch Logs' own limits. Names stand in each record, so longer ones would make gigabytes of megabytes. */
const name = z.string().max(512);

/**
 * What a subscription of CloudWatch Logs puts into a stream, a line of a log each in `logEvents`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export const Envelope = z.looseObject({
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  owner: z.string().max(64),
  logGroup: name,
  logStream: name,
  // Up to the first that is none: zod would list what is wrong with each of a million.
  logEvents: z.custom<readonly LogEvent[]>((value) => Array.isArray(value) && value.every(isLogEvent)),
});
export type Envelope = z.infer<typeof Envelope>;

/** Five for each line, and a line takes a hundred bytes with its id: more than what is packed into a megabyte has. */
const mostValues = 1_000_000;

/** The envelope that the bytes are; null: they are none, or a broken one, or one that nobody could hold once it is read. */
export function readEnvelope(bytes: Uint8Array): Envelope | null {
  if (!mayBeEnvelope(bytes) || hasMoreValues(bytes, mostValues)) return null;
  const parsed = parseJson(bytes, { maxBytes: bytes.length });
  return (parsed.ok ? Envelope.safeParse(parsed.value).data : undefined) ?? null;
}

const mayBeEnvelope = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x7b &&
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('"logEvents"', 0, 'latin1');

const [quote, backslash] = [0x22, 0x5c];
/** A comma, and what opens a list or an object. */
const begins: ReadonlySet<number | undefined> = new Set([0x2c, 0x5b, 0x7b]);

/**
 * Whether JSON has more values than so many. To be asked before it is parsed: `{}` takes two bytes, and thirty times as many
 * in memory.
 */
export function hasMoreValues(json: Uint8Array, most: number): boolean {
  let count = 0;
  let isText = false;
  for (let at = 0; at < json.length && count <= most; at += 1) {
    const byte = json[at];
    if (byte === quote) isText = !isText;
    else if (!isText) count += begins.has(byte) ? 1 : 0;
    else if (byte === backslash) at += 1;
  }
  return count > most;
}
