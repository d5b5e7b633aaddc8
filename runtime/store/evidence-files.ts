import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Evidence } from '../../core/ports/evidence.ts';

/** Evidence as files below `folder`. Each is written beside its place and linked there, which the second one cannot do. */
export function createEvidenceFiles(folder: string): Evidence {
  let drafts = 0;
  return {
    async put(name, bytes) {
      const path = join(folder, name);
      const draft = `${path}.${process.pid}.${++drafts}`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, bytes, { mode: 0o440 });
      try {
        await link(draft, path);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(draft);
      }
    },
  };
}

/** For runs without a database file: gone with the process. */
export function createEvidenceMemory(kept = new Map<string, Uint8Array>()): Evidence {
  return {
    put: async (name, bytes) => {
      if (kept.has(name)) return false;
      kept.set(name, Uint8Array.from(bytes));
      return true;
    },
  };
}
