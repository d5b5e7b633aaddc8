import { SingleBar } from 'cli-progress';
import type { IngestWatch } from './ingest-files.ts';
import { sizeOf } from './read-files.ts';
import type { Terminal } from './terminal.ts';

interface ByteProgress extends IngestWatch {
  readonly stop: () => void;
}

const silent: ByteProgress = {
  bytesRead: () => undefined,
  recordsTaken: () => undefined,
  stop: () => undefined,
};

/** How far the files are read, on terminals only. What comes by standard input has no end that could be shown. */
export async function showByteProgress(
  { lively }: Terminal,
  files: readonly string[],
): Promise<ByteProgress> {
  if (!lively) return silent;
  const sizes = await Promise.all(files.map(sizeOf));
  const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const begun = performance.now();
  const share = total === null ? '' : '{bar} {percentage} %  ';
  const bar = new SingleBar({
    format: `${share}{records} records, {rate} a second`,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    stream: process.stderr,
  });
  let [bytes, records] = [0, 0];
  const show = (): void => {
    const rate = Math.round(records / Math.max(0.001, (performance.now() - begun) / 1000));
    bar.update(bytes, { records: records.toLocaleString('en'), rate: rate.toLocaleString('en') });
  };
  bar.start(total ?? 1, 0, { records: '0', rate: '0' });
  return {
    bytesRead: (read) => {
      bytes += read;
    },
    recordsTaken: (taken) => {
      records += taken;
      show();
    },
    stop: () => bar.stop(),
  };
}
