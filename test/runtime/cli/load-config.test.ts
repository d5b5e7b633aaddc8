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
  ['the file', { mod: 'auto' }, '/mod: "mod" is not a field here; did you mean "mode"?'],
  [
    'a part of it',
    { guardrails: { optOutTags: 'x' } },
    '/guardrails/optOutTags: "optOutTags" is not a field here; did you mean "optOutTag"?',
  ],
  [
    'several at once',
    { dedupe: { windowHour: 1, field: [] } },
    '/dedupe/windowHour: "windowHour" is not a field here; did you mean "windowHours"?; /dedupe/field: "field" is not a field here; did you mean "fields"?',
  ],
  [
    'an element of a list',
    { enrich: { threatLists: [{ name: 'own', path: 'x.txt', confidenc: 60 }] } },
    '/enrich/threatLists/0/confidenc: "confidenc" is not a field here; did you mean "confidence"?',
  ],
])('a field that there is not is named with what was probably meant: in %s', async (_where, config, said) => {
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config));
  await expect(loadConfig(file)).rejects.toThrow(`${file}: ${said}`);
});

it.each([
  ['is missing', { deploy: { stream: { http: true } } }, '/deploy/stream/writers: is missing; add it'],
  [
    'has no such value',
    { mode: 'bold' },
    '/mode: is not one of "shadow", "approve", "auto"; use one of "shadow", "approve", "auto"',
  ],
])('a field that %s is said in words, without its value', async (_what, config, said) => {
  const file = join(folder, 'wrong.json');
  await writeFile(file, JSON.stringify(config));
  await expect(loadConfig(file)).rejects.toThrow(`${file}: ${said}`);
});
