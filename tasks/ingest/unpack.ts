import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InvalidInput } from '../../core/errors.ts';

export interface UnpackLimits {
  /** Bytes that it may come to. @default none: whoever reads it holds little of it at a time */
  readonly most?: number;
  /** Logs become some ten to twenty times smaller; what expands this many times is no log. @default 200 */
  readonly mostFold?: number;
}

/** Below this, how many times it expands is not looked at: a short text of one letter is no bomb. */
const always = 16 * 1_048_576;

/**
 * The bytes as they come, unpacked where they are gzip, however they are called.
 * @throws InvalidInput where they are broken, or expand beyond all measure.
 */
export async function* unpack(
  source: AsyncIterable<Uint8Array>,
  limits: UnpackLimits = {},
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const all = prepend(first.value, chunks);
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* isGzip ? gunzip(all, limits) : limit(all, limits);
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const next = await rest.next();
    if (next.done === true) return;
    yield next.value;
  }
}

async function* limit(
  source: AsyncIterable<Uint8Array>,
  { most = Infinity }: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > most) throw tooMuch(most);
    yield chunk;
  }
}

async function* gunzip(source: AsyncIterable<Uint8Array>, limits: UnpackLimits): AsyncGenerator<Uint8Array> {
  const { mostFold = 200 } = limits;
  let packed = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const unpacking = createGunzip();
  const fed = pipeline(Readable.from(counted()), unpacking);
  // It is told by whoever reads, too, and nobody waits for this one if reading ends early.
  fed.catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of limit(unpacking as AsyncIterable<Uint8Array>, limits)) {
      size += chunk.length;
      if (size > always && size > packed * mostFold)
        throw new InvalidInput(`it expands more than ${mostFold} fold; if it is a log, unpack it first`);
      yield chunk;
    }
    await fed;
  } catch (error) {
    throw describeBroken(error);
  }
}

const tooMuch = (most: number): InvalidInput =>
  new InvalidInput(`it has more than ${most} bytes when unpacked; send less at once`);

/** https://nodejs.org/api/zlib.html#error-codes-and-exceptions */
const broken = new Map([
  ['Z_BUF_ERROR', 'it ends too early'],
  ['Z_DATA_ERROR', 'its bytes were changed'],
]);

function describeBroken(error: unknown): unknown {
  const how = broken.get((error as NodeJS.ErrnoException).code ?? '');
  return how === undefined ? error : new InvalidInput(`it is no whole gzip: ${how}; pack it again`);
}
