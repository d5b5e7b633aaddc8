import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../core/errors.ts';
import { createIngestKeys } from '../../core/records/ingest-keys.ts';
import type { Ingest } from '../../tasks/ingest/index.ts';
import { createTakeRequest, type LogRequest, type TakenRequest } from '../../tasks/ingest/take-request.ts';
import { call } from '../core/ingest/records.ts';
import { openIngest } from '../support/ingest.ts';

export interface SentLogs {
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** A home's way of `POST /v1/events`, with what takes the requests in behind it. */
export interface LogWay {
  /** As whoever sends is known there. */
  readonly writer: string;
  readonly open: (
    takeLogs: (request: LogRequest) => Promise<TakenRequest>,
  ) => (sent: SentLogs) => Promise<Answered>;
}

interface Sent {
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface WriterOptions {
  readonly change?: (ingest: Ingest) => Ingest;
  readonly mostInHand?: number;
}

const callOf = (eventID: string) => ({ ...call, eventID });

function openWriter(way: LogWay, { change = (ingest) => ingest, mostInHand = 1e9 }: WriterOptions = {}) {
  const world = openIngest();
  const takeLogs = createTakeRequest({
    ingest: change(world.ingest),
    keys: createIngestKeys(world.table),
    clock: world.clock,
    mostInHand,
    isHeader: (line) => world.ports.examiner.open()(line).kind === 'header',
  });
  const sendOn = way.open(takeLogs);
  const send = async (body: string | Uint8Array, { type = 'application/json', headers = {} }: Sent = {}) =>
    await sendOn({ body, headers: { 'content-type': type, ...headers } });
  return { ...world, send };
}

type Writer = ReturnType<typeof openWriter>;
const idsOf = ({ lake }: Pick<Writer, 'lake'>) => lake.rows().map((row) => row.event_id);

const one = JSON.stringify(callOf('e1'));
const three = ['e1', 'e2', 'e3'].map((id) => JSON.stringify(callOf(id)));
const ndjson = { type: 'application/x-ndjson' };

/** What a log writer is answered, the same in every home. */
export function describeLogRequests(way: LogWay): void {
  let writer: Writer;
  beforeEach(() => void (writer = openWriter(way)));

  describe('a request of a log writer', () => {
    it.each([
      ['a record', one, {}, 1],
      ['an array', `[${three.join(',')}]`, {}, 3],
      ['a list of none', '[]', {}, 0],
      ['a CloudTrail file', `{"Records":[${three.join(',')}]}`, {}, 3],
      ['NDJSON', three.join('\n'), ndjson, 3],
      ['NDJSON that is called JSON', three.join('\n'), {}, 3],
      ['gzip', gzipSync(three.join('\n')), { ...ndjson, headers: { 'content-encoding': 'gzip' } }, 3],
      ['gzip that nobody announced', gzipSync(one), {}, 1],
      [
        'lines of a flow log',
        '2 111122223333 eni-1 10.0.0.1 10.0.0.2 1 2 6 3 4 1600000000 1600000060 ACCEPT OK',
        ndjson,
        1,
      ],
    ])('is taken in as %s', async (_, body, sent, many) => {
      const { status, body: answer } = await writer.send(body, sent);
      expect([status, answer]).toEqual([202, { accepted: many, rejected: 0, reasons: [] }]);
      expect(writer.lake.rows()).toHaveLength(many);
    });

    it('is told why records were rejected, by their places, and the others are taken in', async () => {
      const lines = [three[0], '{"broken":', three[1], ...Array.from({ length: 600 }, () => 'x'), '{"late":'];
      const { status, body } = await writer.send(lines.join('\n'), ndjson);
      expect(status).toBe(202);
      expect(body).toMatchObject({ accepted: 2, rejected: 602 });
      expect(body.reasons).toHaveLength(20);
      expect(body.reasons[0]).toEqual({ record: 1, reason: expect.stringContaining('end') });
      expect(body.reasons[1]).toMatchObject({ record: 3 });
    });

    it('counts the places of a long one through', async () => {
      const lines = [...Array.from({ length: 700 }, (_, n) => JSON.stringify(callOf(`e${n}`))), '{"broken":'];
      const { body } = await writer.send(gzipSync(lines.join('\n')), ndjson);
      expect(body).toMatchObject({ accepted: 700, rejected: 1, reasons: [{ record: 700 }] });
    });

    it.each([
      ['nothing', '', {}, 422, 'the body is empty; send JSON or NDJSON'],
      [
        'a broken gzip',
        gzipSync(one).subarray(0, -5),
        {},
        422,
        'it is no whole gzip: it ends too early; pack it again',
      ],
      [
        'a bomb',
        gzipSync(Buffer.alloc(20_000_000, ' ')),
        {},
        422,
        'it has more than 8388608 bytes when unpacked; send less at once',
      ],
      [
        'too many records',
        gzipSync('1\n'.repeat(10_600)),
        ndjson,
        422,
        'the body has more than 10000 records; send less at once',
      ],
      [
        'too large a body',
        `"${'x'.repeat(1_048_576)}"`,
        {},
        413,
        'the body has more than 1048576 bytes; send less at once',
      ],
      [
        'a form',
        'a=b',
        { type: 'application/x-www-form-urlencoded' },
        415,
        'content-type is application/x-www-form-urlencoded; send application/json or application/x-ndjson',
      ],
      [
        'plain text',
        one,
        { type: 'text/plain' },
        415,
        'content-type is text/plain; send application/json or application/x-ndjson',
      ],
      [
        'brotli',
        one,
        { headers: { 'content-encoding': 'br' } },
        415,
        'content-encoding is br; send gzip, or none',
      ],
      [
        'a key of two words',
        one,
        { headers: { 'idempotency-key': 'a b' } },
        422,
        'idempotency-key is none; send 1 to 200 printable characters without spaces',
      ],
    ])('is refused with %s, and leaves nothing', async (_, body, sent, ...told) => {
      const refused = await writer.send(body, sent as Sent);
      expect([refused.status, refused.body.detail]).toEqual(told);
      expect(writer.lake.rows()).toEqual([]);
      expect(await writer.stores.deadLetters.list()).toEqual([]);
    });

    it('comes again after a while where the disk is full, and nothing is lost or doubled', async () => {
      let full = true;
      const own = openWriter(way, {
        change: (ingest) => async (batch) => {
          if (full) throw new Unavailable('the lake cannot be written to: no space left; make room');
          return await ingest(batch);
        },
      });
      const refused = await own.send(one);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
      full = false;
      expect((await own.send(one)).status).toBe(202);
      expect((await own.send(one)).status).toBe(202);
      expect(idsOf(own)).toEqual(['e1']);
    });

    it('is put off while too much is in hand', async () => {
      const gate = Promise.withResolvers<void>();
      const own = openWriter(way, {
        mostInHand: 2 * one.length,
        change: (ingest) => async (batch) => {
          await gate.promise;
          return await ingest(batch);
        },
      });
      const sending = Array.from({ length: 3 }, async () => await own.send(one));
      const refused = await Promise.race(sending);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
      gate.resolve();
      const statuses = (await Promise.all(sending)).map(({ status }) => String(status));
      expect(statuses.toSorted()).toEqual(['202', '202', '503']);
      expect((await own.send(one)).status).toBe(202);
      expect(idsOf(own)).toEqual(['e1']);
    });
  });

  describe('an idempotency key', () => {
    const under = (key: string): Sent => ({ headers: { 'idempotency-key': key } });

    it('gets the same answer for the same body, without the work', async () => {
      let taken = 0;
      const own = openWriter(way, {
        change: (ingest) => async (batch) => {
          taken += 1;
          return await ingest(batch);
        },
      });
      const body = `[${one},7]`;
      const [first, again] = [await own.send(body, under('k1')), await own.send(body, under('k1'))];
      expect(first.body).toMatchObject({ accepted: 1, rejected: 1 });
      expect([again.status, again.body]).toEqual([first.status, first.body]);
      expect(taken).toBe(1);
    });

    it('is refused for another body, and is each writer’s own', async () => {
      await writer.send(one, under('k1'));
      const other = await writer.send(JSON.stringify(callOf('e2')), under('k1'));
      expect([other.status, other.body.detail]).toEqual([
        409,
        'another body was sent with the idempotency-key k1; give each body its own',
      ]);
      const keys = createIngestKeys(writer.table);
      expect(await keys.get({ writer: way.writer, key: 'k1' })).not.toBeNull();
      expect(await keys.get({ writer: 'kim', key: 'k1' })).toBeNull();
      expect(idsOf(writer)).toEqual(['e1']);
    });

    it('is free for the same body where it was not answered', async () => {
      let dies = true;
      const own = openWriter(way, {
        change: (ingest) => async (batch) => {
          if (dies) throw new Error('killed');
          return await ingest(batch);
        },
      });
      expect((await own.send(one, under('k1'))).status).toBe(500);
      dies = false;
      expect((await own.send(one, under('k1'))).status).toBe(202);
      expect(idsOf(own)).toEqual(['e1']);
    });
  });
}
