import type { Person } from '../../core/api/session.ts';
import type { JsonObject } from '../../core/json.ts';
import { Config } from '../../core/config.ts';
import { createApiPorts } from '../../runtime/http/api-ports.ts';
import { createApi } from '../../tasks/api/app.ts';
import type { ApiPorts } from '../../tasks/api/ports.ts';
import { makeApiPorts, person } from './api.ts';
import { openTestHome, type TestHome } from './home.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of JSON. */
  readonly body: any;
}

export interface ApiHome {
  readonly home: TestHome;
  /** Who asks from now on. */
  signIn(who: Person): void;
  /** Takes an event in, and lets time pass until it leads to a question. @returns the question's id. */
  sendUntilAsked(event: JsonObject): Promise<string>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
}

/** The whole program behind its HTTP application, on simulated accounts. Faults are thrown. */
export async function openApiHome(
  options: Parameters<typeof openTestHome>[0] = {},
  given: Partial<ApiPorts> = {},
): Promise<ApiHome> {
  const home = await openTestHome(options);
  const { limits, addressOf, onFault } = makeApiPorts();
  let who = person('viewer', 'approver', 'responder', 'author');
  const config = Config.parse(options.config ?? {});
  const api = createApi({
    ...createApiPorts({
      home,
      account: 'simulated',
      config,
      playbooks: null,
      onFault,
      tell: () => undefined,
    }),
    clock: home.clock,
    identify: async () => who,
    limits,
    addressOf,
    ...given,
  });
  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await api.request(`http://127.0.0.1:7788/api/${path}`, init);
    const { status, headers } = response;
    const text = await response.text();
    const isJson = headers.get('content-type')?.includes('json') ?? false;
    return { status, headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    home,
    signIn: (next) => void (who = next),
    async sendUntilAsked(event) {
      const asked = new Promise<string>((resolve) => home.onQuestion(({ id }) => resolve(id)));
      const bytes = new TextEncoder().encode(JSON.stringify(event));
      await home.intake({
        bytes,
        delivery: 'asking',
        origin: { via: 'file', account: null, trusted: true },
        label: 'test',
      });
      await home.clock.runUntil(
        asked.then(() => undefined),
        home.isBusy,
      );
      return await asked;
    },
    get: async (path) => await ask(path),
    post: async (path, body = {}) =>
      await ask(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'user-agent': 'Test/1' },
      }),
  };
}
