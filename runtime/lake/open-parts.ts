import type { Manifest } from './manifest.ts';
import { openPart, type OpenPart } from './open-part.ts';

/** The parts that grow, one for each hour. Whoever uses them does one thing after another. */
export interface OpenParts {
  /** The part of that hour: the one that is open, the one that an earlier process left open, or a new one. */
  partFor(hour: string): Promise<OpenPart>;
  closeWhere(isDue: (part: OpenPart) => boolean): Promise<void>;
  /** Lets go of the files; the parts go on with the next process. */
  letGo(): Promise<void>;
}

export interface OpenPartsConfig {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly newId: () => string;
}

export function createOpenParts({ manifest, folder, newId }: OpenPartsConfig): OpenParts {
  const open = new Map<string, OpenPart>();
  return {
    async partFor(hour) {
      const known = open.get(hour);
      if (known) return known;
      const left = manifest.list().find((part) => part.hour === hour && part.state === 'open');
      const fresh = { id: newId(), hour, state: 'open', rows: 0, bytes: 0 } as const;
      if (left === undefined) await manifest.add(fresh);
      const opened = await openPart(folder, left ?? fresh);
      open.set(hour, opened);
      return opened;
    },
    async closeWhere(isDue) {
      for (const part of [...open.values()].filter(isDue)) {
        // oxlint-disable-next-line no-await-in-loop
        await manifest.change(part.id, { state: 'closed' });
        open.delete(part.hour);
        // oxlint-disable-next-line no-await-in-loop
        await part.close();
      }
    },
    async letGo() {
      const parts = [...open.values()];
      open.clear();
      await Promise.all(parts.map(async (part) => await part.close()));
    },
  };
}
