import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../../runtime/cli/load-config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tourniquet-config-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

it.each([
  ['the file', { mod: 'auto' }, '/: there is no field "mod"; did you mean "mode"?'],
  [
    'a part of it',
    { guardrails: { optOutTags: 'x' } },
    '/guardrails: there is no field "optOutTags"; did you mean "optOutTag"?',
  ],
  [
    'several at once',
    { dedupe: { windowHour: 1, field: [] } },
    '/dedupe: there is no field "windowHour"; did you mean "windowHours"?; /dedupe: there is no field "field"; did you mean "fields"?',
  ],
  [
    'an element of a list',
    { enrich: { threatLists: [{ name: 'own', path: 'x.txt', confidenc: 60 }] } },
    '/enrich/threatLists/0: there is no field "confidenc"; docs/operations.md lists the fields',
  ],
])('a field that there is not is named with what was probably meant: in %s', async (_where, config, said) => {
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config));
  await expect(loadConfig(file)).rejects.toThrow(`${file}: ${said}`);
});
