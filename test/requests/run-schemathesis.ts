import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What the checks have to know; see `own_checks.py`. */
export interface Given {
  /** Ids of records that there are: by the beginning of a path, by parameter. */
  readonly ids: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Where second pages of lists begin, by path. */
  readonly cursors: Readonly<Record<string, readonly string[]>>;
  /** What no answer may hold. */
  readonly secrets: readonly string[];
}

interface Subject {
  readonly url: string;
  readonly token: string;
  readonly given: Given;
  /** One path alone. @default all but the live stream, which does not end */
  readonly only?: string;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('../../.schemathesis/bin/schemathesis', import.meta.url));

const howToInstall = `schemathesis is not here. Install it beside the project, and run this again:
  python3 -m venv .schemathesis && .schemathesis/bin/pip install -r test/requests/requirements.txt`;

/** Makes requests from the document of the API at `url`, as somebody with `token`. */
export async function runSchemathesis(subject: Subject) {
  if (!existsSync(program)) throw new Error(howToInstall);
  // It keeps a cache where it stands.
  const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  try {
    return await run(folder, subject);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(folder: string, { url, token, given, only }: Subject) {
  const paths = only === undefined ? ['--exclude-path', '/api/live'] : ['--include-path', only];
  const options = ['--header', `Authorization: Bearer ${token}`, ...paths];
  const config = ['--config-file', join(here, 'schemathesis.toml'), '--no-color'];
  const child = spawn(program, [...config, 'run', `${url}/api/openapi.json`, ...options], {
    cwd: folder,
    env: {
      ...process.env,
      SCHEMATHESIS_HOOKS: 'own_checks',
      PYTHONPATH: here,
      PYTHONDONTWRITEBYTECODE: '1',
      TOURNIQUET_GIVEN: JSON.stringify(given),
    },
  });
  const [output, problems, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, output: output + problems };
}
