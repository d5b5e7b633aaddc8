import { defineConfig, type TestProjectInlineConfiguration as Project } from 'vitest/config';

/** What only Vite can load: TSX, and libraries whose modules name folders. */
const loadedByVite = [
  'test/console/components/table.test.ts',
  'test/console/editor/schema-service.test.ts',
  'test/queries/trino.test.ts',
];
const otherLanes = ['test/slow/**', 'test/moto/**', 'test/browser/**', 'test/requests/**'];

const project = (name: string, test: Project['test']): Project => ({
  test: {
    name,
    setupFiles: ['test/support/seed.ts'],
    // One module graph for each worker: modules keep no state, and loading the AWS SDK anew for each file takes longer
    // than the tests.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    ...test,
  },
});

/** Everything that needs no network, no other programs and no patience. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/seed-setup.ts'],
    // By default one core is left alone, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      project('node', {
        include: ['test/**/*.test.ts'],
        exclude: [...otherLanes, ...loadedByVite],
        // Node strips the types itself: as in production, and in a third less time.
        experimental: { viteModuleRunner: false },
      }),
      project('vite', { include: loadedByVite, server: { deps: { inline: ['dt-sql-parser'] } } }),
    ],
  },
});
