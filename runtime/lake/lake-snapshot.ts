import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type LakePart, ndjsonOf, parquetOf } from './lake-part.ts';

/** The files that hold what the lake has, each row once. */
export interface LakeSnapshot {
  readonly ndjson: readonly string[];
  readonly parquet: readonly string[];
}

/**
 * What a manifest says is there. Of parts that grow, what was kept is copied: behind it may stand what is being written,
 * or what never was kept.
 * @param scratch a folder for the copies.
 */
export async function takeSnapshot(
  parts: readonly LakePart[],
  folder: string,
  scratch: string,
): Promise<LakeSnapshot> {
  const filled = parts.filter(({ rows }) => rows > 0);
  const inState = (...states: readonly LakePart['state'][]): readonly LakePart[] =>
    filled.filter(({ state }) => states.includes(state));
  const copies = await Promise.all(
    inState('open').map(async (part) => {
      const copy = ndjsonOf(scratch, part);
      await copyStart(ndjsonOf(folder, part), copy, part.bytes);
      return copy;
    }),
  );
  return {
    ndjson: [...inState('closed').map((part) => ndjsonOf(folder, part)), ...copies],
    parquet: inState('doubled', 'sealed').map((part) => parquetOf(folder, part)),
  };
}

async function copyStart(from: string, to: string, bytes: number): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await pipeline(createReadStream(from, { end: bytes - 1 }), createWriteStream(to));
}
