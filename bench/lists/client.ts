import { Agent, request } from 'node:http';

/** Asks a server over one connection that stays open, as a browser's page does. */
export interface Client {
  /** The body as JSON. @throws where the answer is not 200. */
  get(path: string): Promise<unknown>;
  close(): void;
}

export function createClient(base: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const getText = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const asked = request(new URL(path, base), { agent }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (body += part));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(body);
          else reject(new Error(`GET ${path} was answered ${response.statusCode}: ${body.slice(0, 200)}`));
        });
      });
      asked.on('error', reject);
      asked.end();
    });
  return {
    get: async (path) => JSON.parse(await getText(path)) as unknown,
    close: () => agent.destroy(),
  };
}
