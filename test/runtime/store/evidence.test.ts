import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createEvidenceFiles, createEvidenceMemory } from '../../../runtime/store/evidence-files.ts';
import { evidenceContract } from '../../contract/evidence.ts';

const root = mkdtempSync(join(tmpdir(), 'tourniquet-evidence-'));
afterAll(() => rmSync(root, { recursive: true }));
let opened = 0;

function openFiles() {
  const folder = join(root, String(++opened));
  return {
    folder,
    evidence: createEvidenceFiles(folder),
    read: (name: string) => readFile(join(folder, name), 'utf8'),
  };
}

evidenceContract('files', openFiles);
evidenceContract('memory', () => {
  const kept = new Map<string, Uint8Array>();
  return {
    evidence: createEvidenceMemory(kept),
    read: async (name) => new TextDecoder().decode(kept.get(name)),
  };
});

it('leaves no drafts beside the files', async () => {
  const { evidence, folder } = openFiles();
  const name = 'incidents/inc-1/r1.json';
  await evidence.put(name, Uint8Array.of(1));
  await evidence.put(name, Uint8Array.of(2));
  expect(readdirSync(dirname(join(folder, name)))).toEqual(['r1.json']);
});
