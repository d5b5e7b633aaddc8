import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import manifest from '../../../package.json' with { type: 'json' };

const run = promisify(execFile);

/** A browser that can be started. Serialisable: the setup hands it to the workers. */
export interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));

const elsewhere = `The browser that comes with npm ci is for x64 Linux. Name another Chromium:
  CHROMIUM=/path/to/chromium npm run test:browser`;

/**
 * The browser of `@sparticuz/chromium`, unpacked once per version into `node_modules/.cache`; with its own fonts and
 * libraries, so that nothing has to be installed with apt.
 * @throws Error on another platform, unless `CHROMIUM` names a browser.
 */
export async function unpackChromium(): Promise<Chromium> {
  const own = process.env['CHROMIUM'];
  if (own !== undefined) return { path: own, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(elsewhere);
  const home = join(cache, `chromium-${manifest.devDependencies['@sparticuz/chromium']}`);
  if (!existsSync(home)) await unpackInto(home);
  const path = join(home, 'chromium');
  const env = { FONTCONFIG_FILE: join(home, 'fonts.conf') };
  return (await starts(path))
    ? { path, env }
    : { path, env: { ...env, LD_LIBRARY_PATH: join(home, 'al2023/lib') } };
}

/** A process that unpacks beside us, or that dies half way, never leaves half a browser where others look. */
async function unpackInto(home: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  try {
    await run(process.execPath, ['--eval', unpack, unpacker], { env: unpackingTo(draft) });
    await writeFile(join(draft, 'fonts.conf'), fonts);
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

const require = createRequire(import.meta.url);
const unpacker = require.resolve('@sparticuz/chromium');
const unpack = 'require(process.argv[1]).executablePath()';

/** Into TMPDIR, and as in Lambda with the libraries that a bare machine lacks: so the package wants to be told. */
const unpackingTo = (folder: string) => ({
  ...process.env,
  TMPDIR: folder,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
});

/** The machine's fonts where it has some, and the package's, without which there would be no text at all. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

/** False where the machine lacks libraries such as libnss3. */
const starts = async (path: string): Promise<boolean> =>
  await run(path, ['--version']).then(
    () => true,
    () => false,
  );
