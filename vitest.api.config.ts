import { defineConfig } from 'vitest/config';

/** Requests made from the OpenAPI document, valid and broken, by Schemathesis (needs Python). */
export default defineConfig({
  test: {
    include: ['test/requests/**/*.test.ts'],
    // Node strips the types itself, as in production.
    experimental: { viteModuleRunner: false },
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
