import { buildConsole, checkConsole } from '../http/build-console.ts';
import { type ConsoleFiles, readConsole } from '../http/console-files.ts';
import type { Terminal } from './terminal.ts';

/**
 * The console that `serve` serves, built before where its sources are others than those of the last build. That it
 * cannot be built is no reason not to serve the rest.
 * @returns null where there is none.
 */
export async function openConsole(mayBuild: boolean, { err, paint }: Terminal): Promise<ConsoleFiles | null> {
  const state = mayBuild ? await checkConsole() : 'fresh';
  if (state === 'stale') {
    err('Building the console, once…');
    await buildConsole().catch((error: Error) =>
      err(`${paint('yellow', 'the console could not be built')}: ${error.message}`),
    );
  }
  const files = await readConsole();
  if (files === null && mayBuild)
    err(`${paint('yellow', 'no console')}: it is not built; npm ci brings what builds it`);
  return files;
}
