import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { InvalidInput } from '../core/errors.ts';
import { createApi } from '../tasks/api/app.ts';
import type { ApiPorts } from '../tasks/api/ports.ts';
import { createStepFunctionsApi, type Engine } from './asl/index.ts';

export interface ServerConfig extends Omit<ApiPorts, 'addressOf'> {
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
 * The embedded home's HTTP server, on this machine's loopback address only: approval pages, and Step Functions' own
 * API, for the AWS SDK and the AWS CLI with `--endpoint-url`.
 * @throws InvalidInput when the port is taken.
 */
export async function startServer({ port, ...ports }: ServerConfig): Promise<Server> {
  const app = createApp(ports);
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, ({ port: bound }: AddressInfo) => {
      resolve({
        url: `http://${hostname}:${bound}`,
        close: async () =>
          await new Promise((closed) => {
            server.close(() => closed());
            // A browser keeps its connections open, and one that sends slowly must not keep us.
            if ('closeAllConnections' in server) server.closeAllConnections();
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

type Bindings = { readonly Bindings: HttpBindings };

function createApp({ engine, ...ports }: Omit<ServerConfig, 'port'>): Hono<Bindings> {
  const app = new Hono<Bindings>();
  const stepFunctions = createStepFunctionsApi(engine);
  const api = createApi({ ...ports, addressOf: (context) => getConnInfo(context).remote.address });
  // No name that resolves to 127.0.0.1 leads a page in a browser here.
  app.use(async ({ req, text }, next) => {
    const host = req.header('host')?.replace(/:\d+$/, '') ?? '';
    return ['127.0.0.1', 'localhost', '[::1]'].includes(host)
      ? await next()
      : text(`unknown host ${host}`, 421);
  });
  app.get('/', ({ text }) =>
    text('Tourniquet. POST here as to Step Functions: aws stepfunctions list-executions --endpoint-url …\n'),
  );
  app.post(
    '/',
    async ({ req, text }, next) =>
      req.header('origin') === undefined ? await next() : text('requests from web pages are refused', 403),
    bodyLimit({ maxSize: maxBody, onError: ({ text }) => text('the request has more than 1 MiB', 413) }),
    async ({ req }) => await stepFunctions(req.raw),
  );
  app.all('*', async ({ req, env }) => await api.fetch(req.raw, env));
  return app;
}
