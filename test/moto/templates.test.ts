import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { everything, synthesiseInto } from '../infra/synthesise.ts';

const linter = process.env['CFN_LINT'] ?? fileURLToPath(new URL('../../.moto/bin/cfn-lint', import.meta.url));

/** Checks that are left out, each with its reason. */
const leftOut = {
  // "Dependency already enforced": CDK lets every function wait for its role besides naming it, and has no switch.
  W3005: true,
} as const;

it.each([
  ['as they come', {}],
  ['with everything that can be chosen', everything],
])(
  'cfn-lint finds nothing to say about the templates %s',
  (_which, given) => {
    const { directory } = synthesiseInto(given);
    const templates = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
    expect(templates.length).toBeGreaterThanOrEqual(5);
    const flags = ['--format', 'parseable', '--ignore-checks', ...Object.keys(leftOut), '--'];
    const { stdout, stderr, error } = spawnSync(
      linter,
      [...flags, ...templates.map((file) => join(directory, file))],
      { encoding: 'utf8' },
    );
    const howToInstall = '.moto/bin/pip install -r test/moto/requirements.txt';
    expect(error, `${linter} cannot be run; install it: ${howToInstall}`).toBeUndefined();
    expect(`${stdout}${stderr}`).toBe('');
  },
  120_000,
);
