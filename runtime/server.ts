import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { InvalidInput } from '../core/errors.ts';
import { createStepFunctionsApi, type Engine } from './asl/index.ts';

export interface ServerConfig {
  readonly engine: Engine;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface Server {
  /** Such as `http://127.0.0.1:7788`. */
  readonly url: string;
  close(): Promise<void>;
}

const hostname = '127.0.0.1';
/** An API request of Step Functions has at most 1 MB. */
const maxBody = 1_048_576;

/**
 * The embedded home's HTTP server, on this machine's loopback address only: Step Functions' own API, for
 * the AWS SDK and the AWS CLI with `--endpoint-url`.
 * @throws InvalidInput when the port is taken.
 */
export async function startServer({ engine, port }: ServerConfig): Promise<Server> {
  const app = new Hono();
  const api = createStepFunctionsApi(engine);
  // A page in a browser must not reach this server, neither by a name that resolves to 127.0.0.1 nor across origins.
  app.use(async ({ req, text }, next) => {
    const host = req.header('host')?.replace(/:\d+$/, '') ?? '';
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) return text(`unknown host ${host}`, 421);
    if (req.header('origin') !== undefined) return text('requests from web pages are refused', 403);
    return await next();
  });
  app.use(
    bodyLimit({ maxSize: maxBody, onError: ({ text }) => text('the request has more than 1 MiB', 413) }),
  );
  app.get('/health', ({ json }) => json({ status: 'ok' }));
  app.get('/', ({ text }) =>
    text('Tourniquet. POST here as to Step Functions: aws stepfunctions list-executions --endpoint-url …\n'),
  );
  app.post('/', async ({ req }) => await api(req.raw));

  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, ({ port: bound }: AddressInfo) => {
      resolve({
        url: `http://${hostname}:${bound}`,
        close: async () =>
          await new Promise((closed) => {
            server.close(() => closed());
          }),
      });
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new InvalidInput(`port ${port} is taken; give another with --port`)
          : error,
      );
    });
  });
}
