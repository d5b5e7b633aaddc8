import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readStack, type Stack, Template } from '../../core/cost/template.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';

const suffix = '.template.json';

/** @throws InvalidInput naming the folder or file, and the remedy. */
export async function readStacks(folder: string): Promise<readonly Stack[]> {
  const files = await readdir(folder).catch((error: Error) => {
    throw new InvalidInput(`${folder} cannot be read (${error.message}); name a folder that cdk synth made`);
  });
  const templates = files.filter((file) => file.endsWith(suffix)).toSorted();
  if (templates.length === 0) {
    throw new InvalidInput(`${folder} has no templates (*${suffix}); make them with: npx cdk synth --quiet`);
  }
  return await Promise.all(
    templates.map(async (file) => {
      const parsed = parseJson(await readFile(join(folder, file)));
      const template = Template.safeParse(parsed.ok ? parsed.value : null);
      if (template.success) return readStack(file.slice(0, -suffix.length), template.data);
      throw new InvalidInput(`${join(folder, file)} is no CloudFormation template; synthesise it anew`);
    }),
  );
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const cdk = fileURLToPath(new URL('../../node_modules/aws-cdk/bin/cdk', import.meta.url));

/** Synthesises the app into a folder that is gone afterwards; needs no credentials. */
export async function synthesiseStacks(): Promise<readonly Stack[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-templates-'));
  try {
    const synth = [cdk, 'synth', '--quiet', '--no-notices', '--output', folder];
    // CDK runs `node infra/app.ts`: the Node that this is, whichever comes first where it was called.
    const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
    const env = { ...process.env, PATH: path };
    await promisify(execFile)(process.execPath, synth, { cwd: root, env }).catch((error: Error) => {
      const [said = error.message] = /^(?:\w*Error|error): .*$/m.exec(error.message) ?? [];
      throw new InvalidInput(`the stacks cannot be synthesised (${said}); look at: npx cdk synth`);
    });
    return await readStacks(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
