import { handle, type LambdaEvent } from 'hono/aws-lambda';
import type { Json } from '../../core/json.ts';
import { createFrame } from '../api/frame.ts';
import type { Limits } from '../api/limits.ts';
import { mountRoutes } from '../api/mount.ts';
import { identifyBySignature } from '../api/people/signature.ts';
import type { FramePorts } from '../api/ports.ts';
import { logRoutes } from '../api/routes/logs.ts';
import type { LogRequest, TakenRequest } from '../ingest/take-request.ts';
import type { Task } from '../task.ts';

export interface IngestEventsPorts extends Pick<FramePorts, 'onFault'> {
  readonly takeLogs: (request: LogRequest) => Promise<TakenRequest>;
}

/** API Gateway throttles all writers together, and no instance has two requests at a time. */
const unlimited: Limits = { take: async () => await Promise.resolve(null) };

/**
 * `POST /v1/events` behind API Gateway, which lets in whom the resource policy names: the route of the embedded server, so
 * that a writer is answered alike everywhere.
 */
export function createIngestEvents({ takeLogs, onFault }: IngestEventsPorts): Task {
  const ports: FramePorts = {
    identify: identifyBySignature,
    limits: unlimited,
    addressOf: () => undefined,
    origins: [],
    onFault,
  };
  const app = createFrame(ports);
  // In the ARN of who signed stands whose account vouches for the records.
  const take = async (request: LogRequest): Promise<TakenRequest> =>
    await takeLogs({ ...request, account: request.writer.split(':')[4] ?? null });
  mountRoutes(app, logRoutes({ takeLogs: take }), ports);
  const answer = handle(app);
  return async (event) => (await answer(atItsPath(event as LambdaEvent))) as unknown as Json;
}

/** `v1` is the stage, which API Gateway leaves out of the path. */
const atItsPath = (event: LambdaEvent): LambdaEvent => ({ ...event, path: '/v1/events' }) as LambdaEvent;
