import { defineConfig } from 'vitest/config';

/** The contract lane: real SDK clients against moto, an independent simulation of AWS, and cfn-lint (needs Python). */
export default defineConfig({
  test: {
    include: ['test/moto/**/*.test.ts'],
    globalSetup: ['test/support/seed-setup.ts', 'test/moto/start-moto.ts'],
    setupFiles: ['test/support/seed.ts'],
    isolate: false,
    // Node strips the types itself, as in production.
    experimental: { viteModuleRunner: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
