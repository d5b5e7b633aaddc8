import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { functions } from '../functions.ts';
import { leaveOutParts } from './leave-out-parts.ts';
import { functionCredentials } from './function-credentials.ts';
import { shakeSchemas } from './shake-schemas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `maxmind` is CommonJS and asks for Node's own modules as such. */
const requireForCommonJs =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** What Lambda runs: one module of ESM with its map. The benchmark's yardstick is bundled so as well. */
export const forLambda = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  banner: { js: requireForCommonJs },
} satisfies BuildOptions;

/**
 * Bundles every function into a folder of its own: `<folder>/EnrichFunction/index.mjs` and its map. One call of esbuild,
 * for each of them costs some tenths of a second. The SDK goes into the bundle, at the version that was tested.
 * @returns what each bundle is made of; it is written nowhere
 */
export async function bundleTasks(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: Object.entries(functions).map(([name, { entry }]) => ({
      in: `${root}tasks/${entry}/lambda.ts`,
      out: `${name}/index`,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    ...forLambda,
    plugins: [shakeSchemas, functionCredentials, leaveOutParts],
    logLevel: 'error',
    metafile: true,
  });
  return metafile;
}
