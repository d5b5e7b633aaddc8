import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const ownPackage = fileURLToPath(new URL('../../package.json', import.meta.url));

/**
 * Modules as far as anything here reads them. `import { z } from 'zod'` takes all that zod has: messages in fifty
 * languages, a compiler of schemas, a reader of JSON Schema. The rate limiter has a driver for each database there is.
 * Together they are a quarter of the API's bundle.
 */
const modules: readonly (readonly [path: RegExp, contents: string])[] = [
  [/\/zod\/v4\/locales\/index\.js$/, "export { default as en } from './en.js';"],
  [
    /\/zod\/v4\/core\/compile\.js$/,
    'const none = undefined; export { none as INVALID, none as compile, none as withParser,' +
      ' none as ZodCompileAsyncError, none as ZodCompileUnsupportedError };',
  ],
  [/\/zod\/v4\/classic\/from-json-schema\.js$/, 'export const fromJSONSchema = undefined;'],
  [
    /\/rate-limiter-flexible\/index\.js$/,
    "exports.RateLimiterMemory = require('./lib/RateLimiterMemory.js');" +
      "exports.RateLimiterRes = require('./lib/RateLimiterRes.js');",
  ],
];

export const leaveOutParts: Plugin = {
  name: 'leave-out-parts',
  setup(build) {
    // Of our own the version alone is told.
    build.onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
      if (path !== ownPackage) return null;
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    for (const [filter, contents] of modules) build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
  },
};
