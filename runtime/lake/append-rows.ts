import { Unavailable } from '../../core/errors.ts';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import { writeLine } from '../../core/ingest/write-line.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Lake } from '../../core/ports/lake.ts';
import { hourOf } from './lake-part.ts';
import type { OpenPart } from './open-part.ts';
import { createOpenParts, type OpenPartsConfig } from './open-parts.ts';
import { takeTurns } from './take-turns.ts';

interface AppenderConfig extends OpenPartsConfig {
  readonly clock: Clock;
  /** A part that has so many bytes is closed. */
  readonly closeAt: number;
}

export interface Appender extends Lake {
  /** Closes the parts of other hours than this one. What is being written comes first. */
  closeOthers(hour: string): Promise<void>;
  /** Lets go of the files; open parts go on with the next process. */
  close(): Promise<void>;
}

interface Waiting {
  readonly batch: string;
  readonly rows: readonly LakeRow[];
  readonly kept: () => void;
  readonly failed: (error: unknown) => void;
}

/** What a group of batches has for one part. */
interface Share {
  readonly part: OpenPart;
  readonly rows: number;
  readonly lines: Buffer;
}

/**
 * Rows behind rows of their hour. The bytes are written first, the batches and the new lengths recorded then in one
 * transaction: what a crash left behind the recorded length never counted, and is written over. All that wait while
 * others are written are written together.
 */
export function createAppender(config: AppenderConfig): Appender {
  const { manifest, folder, clock, closeAt } = config;
  const inTurn = takeTurns();
  const parts = createOpenParts(config);
  const underWay = new Map<string, Promise<void>>();
  let waiting: Waiting[] = [];

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    const shares: Share[] = [];
    try {
      for (const [hour, rows] of rowsByHour(group)) {
        // Of one hour nearly always, of two at its end.
        // oxlint-disable-next-line no-await-in-loop
        const share = shareOf(await parts.partFor(hour), rows);
        shares.push(share);
        // oxlint-disable-next-line no-await-in-loop
        await share.part.write(share.lines);
      }
      const growth = shares.map(({ part, rows, lines }) => ({ id: part.id, rows, bytes: lines.length }));
      await manifest.keep({ batches: group.map(({ batch }) => batch), growth, at: clock.now() });
    } catch (error) {
      await Promise.allSettled(shares.map(async ({ part }) => await part.cut()));
      throw explain(folder, error);
    }
    for (const { part, lines } of shares) part.keep(lines.length);
  }

  async function flush(): Promise<void> {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    await writeGroup(group).then(
      () => group.forEach(({ kept }) => kept()),
      (error: unknown) => group.forEach(({ failed }) => failed(error)),
    );
    // One that cannot be closed now is tried again behind the next rows.
    await parts.closeWhere((part) => part.kept() >= closeAt).catch(() => undefined);
  }

  return {
    async append(batch, rows) {
      const known = underWay.get(batch);
      if (known) return await known;
      if (manifest.hasBatch(batch)) return;
      const done = new Promise<void>((kept, failed) => waiting.push({ batch, rows, kept, failed }));
      underWay.set(batch, done);
      void inTurn(flush);
      try {
        await done;
      } finally {
        underWay.delete(batch);
      }
    },
    closeOthers: async (hour) =>
      await inTurn(async () => await parts.closeWhere((part) => part.hour !== hour)),
    close: async () => await inTurn(async () => await parts.letGo()),
  };
}

const shareOf = (part: OpenPart, rows: readonly LakeRow[]): Share => ({
  part,
  rows: rows.length,
  lines: Buffer.from(rows.map(writeLine).join('')),
});

function rowsByHour(group: readonly Waiting[]): ReadonlyMap<string, readonly LakeRow[]> {
  const byHour = new Map<string, LakeRow[]>();
  for (const row of group.flatMap(({ rows }) => rows)) {
    const hour = hourOf(row.processed_at);
    const known = byHour.get(hour);
    if (known) known.push(row);
    else byHour.set(hour, [row]);
  }
  return byHour;
}

const explain = (folder: string, error: unknown): Unavailable =>
  new Unavailable(
    `the lake in ${folder} cannot be written (${(error as Error).message}); nothing of this was kept: make room and send it again`,
    { cause: error },
  );
