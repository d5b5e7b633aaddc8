import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/**
 * A function has its credentials in the environment and nowhere else. The SDK's own chain also knows profiles, SSO,
 * processes and metadata services: a seventh of each bundle, which nothing in Lambda asks.
 */
export const functionCredentials: Plugin = {
  name: 'function-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: fileURLToPath(new URL('../../tasks/lambda/credentials.ts', import.meta.url)),
    }));
  },
};
