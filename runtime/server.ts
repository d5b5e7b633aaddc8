import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { InvalidInput } from '../core/errors.ts';
import { createApi } from '../tasks/api/app.ts';
import { isForwarded } from '../tasks/api/people/forwarded.ts';
import type { ApiPorts } from '../tasks/api/ports.ts';
import { createStepFunctionsApi, type Engine } from './asl/index.ts';
import { type ConsoleFiles, createConsoleApp } from './http/console-files.ts';
import { createSenderAddress } from './http/sender-address.ts';
import { requireKnownHost } from './http/host-names.ts';

export interface ServerConfig extends Omit<ApiPorts, 'addressOf'> {
  /** Answers as Step Functions, to whoever reaches it; null: nobody may without signing in, so that is off. */
  readonly engine: Engine | null;
  /** Null: it was not built. */
  readonly console: ConsoleFiles | null;
  /** The address that it listens on. */
  readonly host: string;
  /** Names under which it is reached besides. */
  readonly names: readonly string[];
  /** See `server.trustedProxies` of the configuration. @default none */
  readonly trustedProxies?: readonly string[];
  /** 0 takes a free one. */
  readonly port: number;
}

export interface Server {
  /** Such as `http://127.0.0.1:7788`. */
  readonly url: string;
  close(): Promise<void>;
}

/** An API request of Step Functions has at most 1 MB. */
const maxBody = 1_048_576;

/**
 * The embedded home's HTTP server: console, API and approval pages, and, for this machine alone, Step Functions' own
 * API, for the AWS SDK and the AWS CLI with `--endpoint-url`.
 * @throws InvalidInput when it cannot listen there.
 */
export async function startServer({ host, port, ...config }: ServerConfig): Promise<Server> {
  const app = createApp({ host, ...config });
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, ({ port: bound }: AddressInfo) => {
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
        close: async () =>
          await new Promise((closed) => {
            server.close(() => closed());
            // A browser keeps its connections open, and one that sends slowly must not keep us.
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeFailure(error, { host, port })));
  });
}

interface Place {
  readonly host: string;
  readonly port: number;
}

function describeFailure(error: NodeJS.ErrnoException, { host, port }: Place): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new InvalidInput(`port ${port} is taken; give another with --port`);
    case 'EACCES':
      return new InvalidInput(`port ${port} is for root alone; give another with --port`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new InvalidInput(`${host} is no address of this machine; give one with --host`);
    case undefined:
    default:
      return error;
  }
}

type Bindings = { readonly Bindings: HttpBindings };

function createApp({
  engine,
  console,
  host,
  names,
  trustedProxies = [],
  ...ports
}: Omit<ServerConfig, 'port'>): Hono<Bindings> {
  const app = new Hono<Bindings>();
  const senderOf = createSenderAddress(trustedProxies);
  const api = createApi({
    ...ports,
    addressOf: (context) =>
      senderOf(getConnInfo(context).remote.address, context.req.header('x-forwarded-for')),
  });
  app.use(requireKnownHost(host, names));
  if (engine !== null) app.route('/', createStepFunctionsApp(engine));
  for (const path of ['/api/*', '/v1/*', '/approve/*', '/health'])
    app.all(path, async ({ req, env }) => await api.fetch(req.raw, env));
  app.route('/', console === null ? withoutConsole() : createConsoleApp(console));
  // Whatever else there is not.
  app.all('*', async ({ req, env }) => await api.fetch(req.raw, env));
  return app;
}

/** POST to `/`, as the AWS SDK does it. */
function createStepFunctionsApp(engine: Engine): Hono {
  const app = new Hono();
  const stepFunctions = createStepFunctionsApi(engine);
  app.post(
    '/',
    async ({ req, text }, next) =>
      req.header('origin') === undefined && !isForwarded(req.raw.headers)
        ? await next()
        : text('requests from web pages, or through proxies, are refused', 403),
    bodyLimit({ maxSize: maxBody, onError: ({ text }) => text('the request has more than 1 MiB', 413) }),
    async ({ req }) => await stepFunctions(req.raw),
  );
  return app;
}

const withoutConsole = (): Hono =>
  new Hono().get('/', ({ text }) =>
    text(
      'Tourniquet is running, without its console: that is not built, and what builds it is not installed.\n' +
        'Run npm ci and npm start for it. The API is under /api, described in /api/openapi.json.\n',
    ),
  );
