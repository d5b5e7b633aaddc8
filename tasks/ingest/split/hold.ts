import { mostHeld, type Piece } from './piece.ts';

/** The record that is being told apart. */
export interface Hold {
  /** So many bytes came that belong to it, of any number of chunks. */
  readonly size: number;
  add(bytes: Uint8Array): void;
  /** The record as it is, and begins anew. @param problem what is wrong with it anyway. */
  take(problem?: string): Piece;
  drop(): void;
}

/** @param most bytes that are kept of one record; the rest of it is counted. */
export function createHold(most = mostHeld): Hold {
  let parts: Uint8Array[] = [];
  let size = 0;
  let kept = 0;
  const drop = (): void => {
    parts = [];
    size = 0;
    kept = 0;
  };
  return {
    get size() {
      return size;
    },
    add(bytes) {
      const room = most - kept;
      const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
      if (part.length > 0) parts.push(part);
      kept += part.length;
      size += bytes.length;
    },
    take(problem) {
      const bytes = join(parts, kept);
      const wrong = size > kept ? describeCut(size, kept) : problem;
      drop();
      return wrong === undefined ? { bytes } : { bytes, problem: wrong };
    },
    drop,
  };
}

const describeCut = (size: number, kept: number): string =>
  `it has ${size} bytes, of which the first ${kept} were kept; send logs, a record each`;

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
