import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createRawFiles, createRawMemory } from '../../../runtime/store/raw-files.ts';
import { rawStoreContract } from '../../contract/raw-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-raw-'));
afterAll(() => rmSync(folder, { recursive: true }));

rawStoreContract('files', () => createRawFiles(folder));
rawStoreContract('memory', createRawMemory);
