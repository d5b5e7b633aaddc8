import { type FileHandle, open } from 'node:fs/promises';
import { InvalidInput } from '../../core/errors.ts';
import { type FeedSource, type FeedText, maxFeedBytes, tooLong } from '../../core/ports/feed-source.ts';

/** A feed that is a file. It is looked at by its time and size, and read only where these changed. */
export const createFileSource = (path: string): FeedSource => ({
  async read(known) {
    const file = await open(path).catch((error: NodeJS.ErrnoException) => {
      throw new InvalidInput(`${path} cannot be read (${error.code}); correct enrich.threatLists`);
    });
    try {
      return await readChanged(file, path, known);
    } catch (error) {
      if (error instanceof InvalidInput) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      throw new InvalidInput(`${path} cannot be read (${code ?? message}); correct enrich.threatLists`);
    } finally {
      await file.close();
    }
  },
});

async function readChanged(file: FileHandle, path: string, known: string | null): Promise<FeedText | null> {
  const version = await versionOf(file);
  if (version === known) return null;
  const { size, mtimeMs } = await file.stat();
  if (size > maxFeedBytes) throw new InvalidInput(`${path} ${tooLong(size)}`);
  const text = await file.readFile('utf8');
  // Half a file would look like a short one.
  if ((await versionOf(file)) !== version) {
    throw new InvalidInput(
      `${path} changed while it was read; write it elsewhere, and rename it when it is whole`,
    );
  }
  return { version, text, writtenAt: Math.trunc(mtimeMs) };
}

async function versionOf(file: FileHandle): Promise<string> {
  const { ino, size, mtimeNs } = await file.stat({ bigint: true });
  return `${ino}-${size}-${mtimeNs}`;
}
