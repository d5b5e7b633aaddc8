import { createHold } from './hold.ts';
import { mostHeld, type Piece, type Splitter } from './piece.ts';
import { splitValues } from './values.ts';

const newline = 0x0a;

/** A record a line, whatever is in the others: NDJSON and flow logs. A line may hold several: an array, a file of CloudTrail's. */
export function createLineSplitter(most = mostHeld): Splitter {
  const hold = createHold(most);
  const take = (): Iterable<Piece> => {
    const piece = hold.take();
    const bytes = trim(piece.bytes);
    if (bytes.length === 0) return [];
    if (piece.problem === undefined && holdsSeveral(bytes)) return splitValues(bytes);
    return [{ ...piece, bytes }];
  };
  return {
    *push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        hold.add(chunk.subarray(from, at));
        yield* take();
        from = at + 1;
      }
      if (from < chunk.length) hold.add(chunk.subarray(from));
    },
    end: () => (hold.size === 0 ? [] : take()),
  };
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0d || byte === 0x09;

function trim(line: Uint8Array): Uint8Array {
  let from = 0;
  let to = line.length;
  while (from < to && isBlank(line[from])) from += 1;
  while (to > from && isBlank(line[to - 1])) to -= 1;
  return line.subarray(from, to);
}

const records = Buffer.from('{"Records"');

/** Whole lists that were written on one line each. */
const holdsSeveral = (line: Uint8Array): boolean =>
  line[0] === 0x5b || records.every((byte, index) => line[index] === byte);
