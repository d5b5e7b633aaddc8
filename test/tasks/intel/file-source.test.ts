import { appendFile, mkdtemp, open, rename, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { maxFeedBytes } from '../../../core/ports/feed-source.ts';
import { createFileSource } from '../../../tasks/intel/file-source.ts';

async function fileWith(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-feed-'));
  const path = join(folder, 'feed.txt');
  await writeFile(path, text);
  return { folder, path, source: createFileSource(path) };
}

describe('a feed that is a file', () => {
  it('is read once, and again after it was written', async () => {
    const { path, source } = await fileWith('192.0.2.1');
    const first = await source.read(null);
    expect(first?.text).toBe('192.0.2.1');
    expect(await source.read(first?.version ?? null)).toBeNull();
    await writeFile(path, '192.0.2.2');
    await utimes(path, new Date(), new Date(Date.now() + 2000));
    expect((await source.read(first?.version ?? null))?.text).toBe('192.0.2.2');
  });

  it('is read again where another took its place with the same time and size', async () => {
    const { folder, path, source } = await fileWith('192.0.2.1');
    const at = new Date('2026-03-01T00:00:00Z');
    await utimes(path, at, at);
    const first = await source.read(null);
    expect(first?.writtenAt).toBe(at.getTime());
    await writeFile(join(folder, 'next'), '192.0.2.2');
    await utimes(join(folder, 'next'), at, at);
    await rename(join(folder, 'next'), path);
    expect((await source.read(first?.version ?? null))?.text).toBe('192.0.2.2');
  });

  it.each([
    ['is not there', 'missing.txt', /missing\.txt cannot be read \(ENOENT\); correct enrich\.threatLists$/],
    ['is a folder', '.', /cannot be read \(EISDIR\)/],
  ])('that %s is told of in one line', async (_what, name, message) => {
    const { folder } = await fileWith('');
    await expect(createFileSource(join(folder, name)).read(null)).rejects.toThrow(message);
  });

  it('is not taken while somebody writes it', async () => {
    const { path, source } = await fileWith('192.0.2.1\n');
    const file = await open(path);
    const reading = vi.spyOn(Object.getPrototypeOf(file) as typeof file, 'readFile');
    await file.close();
    reading.mockImplementationOnce(async () => {
      await appendFile(path, '192.0.2.2\n');
      return '192.0.2.1\n';
    });
    await expect(source.read(null)).rejects.toThrow(`${path} changed while it was read; write it elsewhere`);
    expect((await source.read(null))?.text).toBe('192.0.2.1\n192.0.2.2\n');
    reading.mockRestore();
  });

  it('is refused for its size before it is read', async () => {
    const { path, source } = await fileWith('');
    await truncate(path, maxFeedBytes + 1);
    await expect(source.read(null)).rejects.toThrow(`has ${maxFeedBytes + 1} bytes, and ${maxFeedBytes} is`);
  });
});
