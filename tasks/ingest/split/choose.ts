import { createLineSplitter } from './lines.ts';
import { mostHeld, type Piece, type Splitter } from './piece.ts';
import { createValueSplitter } from './values.ts';

/** How far it is looked for the second line. */
const mostSeen = 65_536;

/**
 * Sees from how the bytes begin how they are to be told apart: line by line where it looks like NDJSON or is no JSON at
 * all, else value by value.
 * @param most see `mostHeld`.
 */
export function createSplitter(most = mostHeld): Splitter {
  let seen: Uint8Array[] = [];
  let size = 0;
  let chosen: Splitter | undefined;
  const choose = (): Splitter => (isInLines(text(seen)) ? createLineSplitter : createValueSplitter)(most);
  function* begin(): Generator<Piece, Splitter> {
    const splitter = choose();
    const chunks = withoutMark(seen);
    seen = [];
    for (const chunk of chunks) yield* splitter.push(chunk);
    return splitter;
  }
  return {
    *push(chunk) {
      if (chosen !== undefined) return yield* chosen.push(chunk);
      seen.push(chunk);
      size += chunk.length;
      if (size >= mostSeen) chosen = yield* begin();
    },
    *end() {
      chosen ??= yield* begin();
      yield* chosen.end();
    },
  };
}

/** Only what stands in ASCII matters. */
const text = (chunks: readonly Uint8Array[]): string =>
  Buffer.concat(chunks).subarray(0, mostSeen).toString('latin1').replace(mark, '').trimStart();

/** The byte-order mark, read as Latin-1. */
const mark = /^\u00ef\u00bb\u00bf/;

function withoutMark(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  const [first, ...others] = chunks;
  const marked = first !== undefined && first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf;
  return marked ? [first.subarray(3), ...others] : chunks;
}

/** A JSON document over several lines goes on after its first one; a record that was written as a line does not. */
function isInLines(beginning: string): boolean {
  if (beginning.startsWith('[')) return false;
  if (!beginning.startsWith('{')) return true;
  const [first = '', ...others] = beginning.split('\n');
  const second = others.find((line) => line.trim() !== '');
  return (second?.startsWith('{') ?? false) && !goesOn.has(first.trimEnd().at(-1));
}

const goesOn: ReadonlySet<string | undefined> = new Set(['[', '{', ',', ':']);
