import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { type LakePart, ndjsonOf } from './lake-part.ts';
import type { Manifest } from './manifest.ts';

const lineFeed = 10;

/**
 * Files that have less than was kept: the power went before the disk had it all, or somebody took some away. They count
 * for the whole lines that are left.
 * @returns a line for each, which says how many rows are missing.
 */
export async function healParts(manifest: Manifest, folder: string): Promise<readonly string[]> {
  const growing = manifest.list().filter(({ state }) => state === 'open' || state === 'closed');
  const healed = await Promise.all(growing.map(async (part) => await healPart(manifest, folder, part)));
  return healed.filter((line) => line !== null);
}

async function healPart(manifest: Manifest, folder: string, part: LakePart): Promise<string | null> {
  const path = ndjsonOf(folder, part);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size >= part.bytes) return null;
  if (size === 0) await writeFile(path, '');
  const content = await readFile(path);
  const bytes = content.lastIndexOf(lineFeed) + 1;
  await truncate(path, bytes);
  const rows = content.reduce((count, byte) => (byte === lineFeed ? count + 1 : count), 0);
  await manifest.change(part.id, { state: 'closed', bytes, rows });
  return `${path} has ${rows} of the ${part.rows} rows that were kept in it: what the disk lost is lost`;
}
