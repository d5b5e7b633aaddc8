import type { FlowFormats } from '../../core/ingest/flow-formats.ts';
import { defaultFields, looksLikeFlow } from '../../core/ingest/flow-log.ts';
import { type Envelope, type LogEvent, readEnvelope } from './envelope.ts';
import type { Piece } from './split/piece.ts';

/** What stood in an envelope. */
export interface Opened {
  readonly pieces: readonly Piece[];
  /** Where it is known how the group's flow logs are written. */
  readonly header?: Uint8Array;
}

/**
 * The records in an envelope of CloudWatch Logs. Of a log's lines, JSON and those of flow logs are records as they are; any
 * other text becomes one, with where and when it was logged.
 * @returns null: it is none, or a broken one, and a record like any other.
 */
export function openEnvelope({ bytes, problem }: Piece, formats: FlowFormats): Opened | null {
  const envelope = problem === undefined ? readEnvelope(bytes) : null;
  if (envelope === null) return null;
  // It asks whether somebody is there. Whatever else calls itself so is taken in, for nothing gets lost.
  if (envelope.messageType === 'CONTROL_MESSAGE' && envelope.logEvents.every(isCheck)) return { pieces: [] };
  const format = Object.hasOwn(formats, envelope.logGroup) ? formats[envelope.logGroup] : undefined;
  const read = format === undefined ? readText(envelope) : asIs;
  const pieces = envelope.logEvents.map((event) => (isJson(event) ? asIs(event) : read(event)));
  return format === undefined ? { pieces } : { pieces, header: encoder.encode(format.join(' ')) };
}

const isCheck = ({ message }: LogEvent): boolean => message.startsWith('CWL CONTROL MESSAGE');
const isJson = ({ message }: LogEvent): boolean => message.trimStart().startsWith('{');

const encoder = new TextEncoder();
const asIs = ({ message }: LogEvent): Piece => ({ bytes: encoder.encode(message) });

function readText(envelope: Envelope): (event: LogEvent) => Piece {
  const isOfFlows = flowStream.test(envelope.logStream);
  return (event) => {
    const words = event.message.trim().split(' ');
    if (looksLikeFlow(words)) return asIs(event);
    return isOfFlows ? { ...asIs(event), problem: describeUnknown(envelope, words) } : wrap(envelope, event);
  };
}

/** Flow logs have a stream for each interface and kind of traffic: `eni-1235b8ca123456789-all`. */
const flowStream = /^eni-[0-9a-f]+-(?:all|accept|reject)$/;

const describeUnknown = ({ logGroup }: Envelope, { length }: readonly string[]): string =>
  `it is a line of a flow log of ${length} fields, and the default format has ${defaultFields.length}; say under flowFormats in the configuration how ${JSON.stringify(logGroup.slice(0, 100))} is written`;

/** A record of no known kind: see `core/ingest/kinds/generic.ts` for the names. */
const wrap = ({ owner, logGroup, logStream }: Envelope, { id, timestamp, message }: LogEvent): Piece => ({
  bytes: encoder.encode(
    JSON.stringify({ type: 'LogEvent', source: logGroup, account: owner, logStream, id, timestamp, message }),
  ),
});
