import { TakenLogs } from '../../../core/api/logs.ts';
import type { LogRequest, TakenRequest } from '../../ingest/take-request.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';

export interface LogPorts {
  /** Null where logs do not come in by this way. */
  readonly takeLogs: ((request: LogRequest) => Promise<TakenRequest>) | null;
}

const maxBody = 1_048_576;
const ndjson = 'application/x-ndjson';
/** Printable ASCII, as https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ has it. */
const keyPattern = /^[\x21-\x7e]{1,200}$/;

/** `POST /v1/events` takes in log records. None of them is a finding, whatever it looks like: only rules make findings. */
export const logRoutes = ({ takeLogs }: LogPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/events',
      role: 'writer',
      summary: 'Take in log records',
      description:
        'JSON (a record, a list, a CloudTrail file) or NDJSON, as it is or as gzip. Answered once every record is stored: send again what is not answered. `Idempotency-Key`: what comes again under it within a day is answered as it was.',
      body: 'bytes',
      media: ['application/json', ndjson],
      maxBody,
      answer: TakenLogs,
      status: 202,
      problems: [409, 501, 503],
      limit: 'logging',
    },
    async ({ body, person, context: { req } }) => {
      if (takeLogs === null)
        throw new Refusal(
          501,
          'logs do not come in at this address; writers send them, signed, to the output EventsUrl of TourniquetStream: see docs/ingest.md',
        );
      const lines = req.header('content-type')?.toLowerCase().startsWith(ndjson) ?? false;
      const key = readKey(req.header('idempotency-key'));
      requirePacking(req.header('content-encoding'));
      const taken = await takeLogs({ writer: person.name, body, lines, key });
      if (taken.status === 'taken') return taken.answer;
      throw new Refusal(409, `another body was sent with the idempotency-key ${key}; give each body its own`);
    },
  ),
];

/** @throws Refusal */
function readKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  if (keyPattern.test(key)) return key;
  throw new Refusal(422, 'idempotency-key is none; send 1 to 200 printable characters without spaces');
}

/** @throws Refusal */
function requirePacking(encoding = 'identity'): void {
  if (['identity', 'gzip', 'x-gzip'].includes(encoding.toLowerCase())) return;
  throw new Refusal(415, `content-encoding is ${encoding.slice(0, 40)}; send gzip, or none`);
}
