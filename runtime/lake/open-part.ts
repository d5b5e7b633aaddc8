import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type LakePart, ndjsonOf } from './lake-part.ts';

/** The NDJSON of a part that grows. */
export interface OpenPart {
  readonly id: string;
  readonly hour: string;
  /** How many bytes of it are kept. */
  kept(): number;
  /** Behind what is kept, and not kept by that. */
  write(lines: Buffer): Promise<void>;
  /** So many bytes more are kept. */
  keep(bytes: number): void;
  /** Takes away what was written and not kept. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a part's file, and cuts off what an earlier process wrote and did not keep. */
export async function openPart(folder: string, part: LakePart): Promise<OpenPart> {
  const path = ndjsonOf(folder, part);
  await mkdir(dirname(path), { recursive: true });
  let kept = part.bytes;
  const file = await open(path, kept === 0 ? 'w' : 'r+');
  if (kept > 0) await file.truncate(kept);
  return {
    id: part.id,
    hour: part.hour,
    kept: () => kept,
    write: async (lines) => await writeAt(file, lines, kept),
    keep(bytes) {
      kept += bytes;
    },
    cut: async () => await file.truncate(kept),
    close: async () => await file.close(),
  };
}

async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    // On a disk that is nearly full, what did not fit follows and says why.
    // oxlint-disable-next-line no-await-in-loop
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
