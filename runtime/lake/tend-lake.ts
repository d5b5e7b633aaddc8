import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { LakeConfig } from '../../core/lake-config.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Appender } from './append-rows.ts';
import { hourOf, type LakePart, ndjsonOf, parquetOf } from './lake-part.ts';
import type { Manifest } from './manifest.ts';
import type { SealJob } from './seal-part.ts';

export interface TendConfig {
  readonly manifest: Manifest;
  readonly appender: Appender;
  readonly folder: string;
  readonly clock: Clock;
  readonly config: LakeConfig;
  readonly seal: (job: SealJob) => Promise<void>;
}

const dayMs = 86_400_000;
/** Whatever sends a batch again does so sooner: streams keep records for a day, clients give up. */
const batchesMs = 7 * dayMs;
const batchesAtOnce = 5000;

/**
 * What is to be done now and then: parts of past hours are closed and sealed, old ones forgotten. Each step leaves a
 * manifest that is true, and whatever it left undone is done by the next.
 * @returns a line for each part that could not be sealed; it stays as it is until the next process tries again.
 */
export function createTendLake(given: TendConfig): () => Promise<readonly string[]> {
  const { manifest, appender, folder, clock, config } = given;
  const failed = new Set<string>();
  let problems: string[] = [];

  async function seal(part: LakePart): Promise<void> {
    const [ndjson, parquet] = [ndjsonOf(folder, part), parquetOf(folder, part)];
    await removeDrafts(parquet);
    const draft = `${parquet}.${process.pid}.draft`;
    await given.seal({ ndjson, parquet: draft, rows: part.rows });
    const { size } = await stat(draft);
    await rename(draft, parquet);
    await manifest.change(part.id, { state: 'doubled', bytes: size });
  }

  async function trySeal(part: LakePart): Promise<void> {
    await seal(part).catch((error: Error) => {
      failed.add(part.id);
      problems.push(`${ndjsonOf(folder, part)} stays as it is, for it cannot be sealed: ${error.message}`);
    });
  }

  /** One step of a part's way, if one is due. */
  async function stepOn(part: LakePart, oldest: string): Promise<void> {
    if (part.state === 'closed' && !failed.has(part.id)) return await trySeal(part);
    if (part.state === 'doubled') {
      await rm(ndjsonOf(folder, part), { force: true });
      return await manifest.change(part.id, { state: 'sealed' });
    }
    if (part.state === 'forgotten') {
      await rm(ndjsonOf(folder, part), { force: true });
      await rm(parquetOf(folder, part), { force: true });
      return await manifest.remove(part.id);
    }
    if (part.hour < oldest && part.state !== 'open')
      return await manifest.change(part.id, { state: 'forgotten' });
  }

  async function inOrder(parts: readonly LakePart[], oldest: string): Promise<void> {
    for (const part of parts) {
      // One at a time: the machine has other things to do.
      // oxlint-disable-next-line no-await-in-loop
      await stepOn(part, oldest);
    }
  }

  return async () => {
    problems = [];
    const now = clock.now();
    const oldest =
      config.afterwards === 'keep' ? '' : hourOf(new Date(now - config.hotDays * dayMs).toISOString());
    await appender.closeOthers(hourOf(new Date(now).toISOString()));
    await inOrder(manifest.list(), oldest);
    // What was sealed, or is forgotten since, loses its files at once.
    await inOrder(manifest.list(), oldest);
    await manifest.forgetBatches(now - batchesMs, batchesAtOnce);
    return problems;
  };
}

/** What a process that was killed left of its work. */
async function removeDrafts(parquet: string): Promise<void> {
  const [folder, name] = [dirname(parquet), basename(parquet)];
  const drafts = (await readdir(folder)).filter((one) => one.startsWith(`${name}.`));
  await Promise.all(drafts.map(async (draft) => await rm(`${folder}/${draft}`, { force: true })));
}
