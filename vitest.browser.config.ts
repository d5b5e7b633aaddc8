import { defineConfig } from 'vitest/config';

/** Pages as people and machines see them: real Chromium, which `npm ci` brings, against real servers. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/seed-setup.ts', 'test/browser/support/set-up-browser.ts'],
    setupFiles: ['test/support/seed.ts'],
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
