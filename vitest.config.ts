import { defineConfig } from 'vitest/config';

/** Everything that needs no network, no other programs and no patience. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/slow/**', 'test/moto/**', 'test/browser/**', 'test/requests/**'],
    globalSetup: ['test/support/seed-setup.ts'],
    setupFiles: ['test/support/seed.ts'],
    // One module graph for each worker: modules keep no state, and loading the AWS SDK anew for each file takes longer
    // than the tests.
    isolate: false,
    // By default one core is left alone, which is half of a machine with two.
    maxWorkers: '100%',
    // Its modules name folders, which Node itself does not resolve.
    server: { deps: { inline: ['dt-sql-parser'] } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
