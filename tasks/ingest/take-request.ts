import { hash } from 'node:crypto';
import type { TakenLogs } from '../../core/api/logs.ts';
import { Busy, InvalidInput } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { IngestKeys } from '../../core/records/ingest-keys.ts';
import type { Batch } from './batch.ts';
import type { Ingest } from './index.ts';
import { type Reading, readBatches } from './read-batches.ts';
import { unpack } from './unpack.ts';

export interface LogRequest {
  readonly writer: string;
  /** The AWS account that the writer is of. @default null: who it is, Tourniquet itself found out */
  readonly account?: string | null;
  /** As it came: JSON or NDJSON, perhaps packed. */
  readonly body: Uint8Array;
  /** That it is NDJSON; else it is seen from how it begins. */
  readonly lines: boolean;
  /** The writer's name for it: what comes again under it is answered as it was. */
  readonly key: string | null;
}

export interface TakeRequestPorts extends Reading {
  readonly ingest: Ingest;
  readonly keys: IngestKeys;
  readonly clock: Clock;
  /** Bytes of all requests that are being taken in: who comes then is to come again, before memory runs out. @default 32 MiB */
  readonly mostInHand?: number;
}

export type TakenRequest =
  | { readonly status: 'taken'; readonly answer: TakenLogs }
  /** Another body came under the key. */
  | { readonly status: 'key-reused' };

/** Bytes that a body may come to when unpacked. */
const mostUnpacked = 8 * 1_048_576;
const mostRecords = 10_000;
const usualInHand = 32 * 1_048_576;
const mostReasons = 20;
const longestReason = 300;
/** How long a key is remembered, in seconds. */
const rememberFor = 86_400;

/**
 * Takes in what a log writer sent at once. Once it resolves, every record is stored for good; who is not told so sends it
 * again, and nothing is stored twice for it: batches are named after their content.
 * @throws InvalidInput where it is no such request; Busy where too much is in hand.
 */
export function createTakeRequest(ports: TakeRequestPorts) {
  const { ingest, keys, clock, isHeader, flowFormats = {}, mostInHand = usualInHand } = ports;
  let inHand = 0;
  const read = async (request: LogRequest): Promise<readonly Batch[]> => {
    const { writer, body, lines, account = null } = request;
    const origin = { via: 'http', account, trusted: false } as const;
    const source = { label: `POST /v1/events by ${writer}`, origin, isHeader, flowFormats, lines };
    const batches: Batch[] = [];
    for await (const batch of readBatches(unpack(only(body), { most: mostUnpacked }), source)) {
      batches.push(batch);
      if (batches.length > 0 && countRecords(batches) > mostRecords)
        throw new InvalidInput(`the body has more than ${mostRecords} records; send less at once`);
    }
    if (body.length === 0) throw new InvalidInput('the body is empty; send JSON or NDJSON');
    return batches;
  };
  const take = async (request: LogRequest): Promise<TakenLogs> => {
    const answer = { accepted: 0, rejected: 0, reasons: [] as TakenLogs['reasons'] };
    let before = 0;
    for (const batch of await read(request)) {
      // One after another: a request is to hold up no others.
      // oxlint-disable-next-line no-await-in-loop
      const { accepted, rejected } = await ingest(batch);
      answer.accepted += accepted;
      answer.rejected += rejected.length;
      for (const { index, reason } of rejected.slice(0, mostReasons - answer.reasons.length))
        answer.reasons.push({ record: before + index, reason: reason.slice(0, longestReason) });
      before += batch.records.length;
    }
    return answer;
  };
  const takeOnce = async (request: LogRequest, key: string): Promise<TakenRequest> => {
    const { writer } = request;
    const body = hash('sha256', request.body);
    const expiresAt = Math.floor(clock.now() / 1000) + rememberFor;
    const entry = { writer, key, body, answer: null, expiresAt };
    const kept = await keys.change(entry, (old) => old ?? entry);
    if (kept.body !== body) return { status: 'key-reused' };
    if (kept.answer !== null) return { status: 'taken', answer: kept.answer };
    const answer = await take(request);
    await keys.change(entry, (old) => ({ ...(old ?? entry), answer }));
    return { status: 'taken', answer };
  };
  return async (request: LogRequest): Promise<TakenRequest> => {
    if (inHand + request.body.length > mostInHand)
      throw new Busy('too much is being taken in at the moment; send it again shortly');
    inHand += request.body.length;
    try {
      return request.key === null
        ? { status: 'taken', answer: await take(request) }
        : await takeOnce(request, request.key);
    } finally {
      inHand -= request.body.length;
    }
  };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const countRecords = (batches: readonly Batch[]): number =>
  batches.reduce((sum, { records }) => sum + records.length, 0);
