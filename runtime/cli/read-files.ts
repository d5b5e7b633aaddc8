import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { InvalidInput } from '../../core/errors.ts';

/** Larger files are not read at all; what is smaller but over the event limit is kept as a dead letter. */
const maxFileBytes = 64 * 1024 * 1024;

const problems = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'it may not be read'],
  ['EISDIR', 'it is a folder; name the files in it'],
]);

/**
 * @param path a file, or `-` for standard input.
 * @throws InvalidInput that says why it cannot be read.
 */
export async function readInput(path: string): Promise<Uint8Array> {
  if (path === '-') return await readStandardInput();
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) {
      throw new InvalidInput(
        `it has ${size} bytes and the limit is ${maxFileBytes}; send the findings one by one`,
      );
    }
    return await readFile(path);
  } catch (error) {
    throw describeUnreadable(error);
  }
}

function describeUnreadable(error: unknown): unknown {
  const problem = problems.get((error as NodeJS.ErrnoException).code ?? '');
  return problem === undefined ? error : new InvalidInput(problem);
}

/**
 * A file of any size, piece by piece.
 * @param path a file, or `-` for standard input.
 * @throws InvalidInput that says why it cannot be read.
 */
export async function* streamInput(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === '-' ? (process.stdin as AsyncIterable<Uint8Array>) : readStream(path);
  } catch (error) {
    throw describeUnreadable(error);
  }
}

const readStream = (path: string): AsyncIterable<Uint8Array> =>
  createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Uint8Array>;

/** Bytes; null where nobody can tell: standard input, and what is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  if (path === '-') return null;
  return await stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxFileBytes)
      throw new InvalidInput(`it has more than ${maxFileBytes} bytes; send less at once`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
