import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { consolePolicy } from '../../core/console-policy.ts';

/** Where `npm start` puts the built console. */
export const builtConsole = fileURLToPath(new URL('../../dist/console/', import.meta.url));

interface ConsoleFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * The built console by paths of URLs; null where it was not built. All of it is read at once: a few megabytes, which stay
 * what they are when somebody builds again, and no path of a request ever meets the file system.
 */
export async function readConsole(folder: string = builtConsole): Promise<ConsoleFiles | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths
      .filter((path) => extname(path) in types)
      .map(async (path) => {
        const url = `/${path.slice(folder.length).split(sep).filter(Boolean).join('/')}`;
        return [
          url,
          { bytes: new Uint8Array(await readFile(path)), type: types[extname(path)] ?? '' },
        ] as const;
      }),
  );
  const found = new Map(files);
  return found.has('/index.html') ? found : null;
}

/** Names of assets hold the hash of what is in them. */
const forever = 'public, max-age=31536000, immutable';

/**
 * Serves the console: its files, and its page for every path that none of them has.
 * @param connect see `consolePolicy`.
 */
export function createConsoleApp(files: ConsoleFiles, connect: readonly string[] = []): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: consolePolicy(connect),
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
    }),
  );
  app.get('*', async ({ req, body }, next) => {
    const own = files.get(req.path);
    // A program that asks for the root gets the console too, rather than hear that there is nothing.
    const isPage = req.path === '/' || req.header('accept')?.includes('text/html') === true;
    const file = own ?? (isPage ? files.get('/index.html') : undefined);
    if (file === undefined) return await next();
    const isAsset = own !== undefined && req.path.startsWith('/assets/');
    return body(file.bytes, 200, {
      'content-type': file.type,
      'cache-control': isAsset ? forever : 'no-cache',
    });
  });
  return app;
}
