import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RawStore } from '../../core/ports/raw-store.ts';
import { isRawReference, rawReference } from '../../tasks/raw-reference.ts';

/** Raw events as files below `folder`, each written beside its place and renamed, so that none is ever half there. */
export function createRawFiles(folder: string): RawStore {
  let drafts = 0;
  return {
    async put(bytes) {
      const ref = rawReference(bytes);
      const path = join(folder, ref);
      const draft = `${path}.${process.pid}.${++drafts}`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, path);
      return ref;
    },
    async get(ref) {
      if (!isRawReference(ref)) return null;
      return await readFile(join(folder, ref)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
    },
  };
}

/** For runs without a database file: gone with the process. */
export function createRawMemory(): RawStore {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const ref = rawReference(bytes);
      kept.set(ref, Uint8Array.from(bytes));
      return ref;
    },
    get: async (ref) => kept.get(ref) ?? null,
  };
}
