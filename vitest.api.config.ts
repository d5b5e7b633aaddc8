import { defineConfig } from 'vitest/config';

/** Requests made from the OpenAPI document, valid and broken, by Schemathesis (needs Python). */
export default defineConfig({
  test: {
    include: ['test/requests/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
