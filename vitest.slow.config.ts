import { defineConfig } from 'vitest/config';

/** Crash and load lanes: real processes, killed at random points. Minutes, not seconds. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    globalSetup: ['test/support/seed-setup.ts'],
    setupFiles: ['test/support/seed.ts'],
    // Node strips the types itself, as in production.
    experimental: { viteModuleRunner: false },
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
