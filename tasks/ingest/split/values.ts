import { createHold, type Hold } from './hold.ts';
import { mostHeld, type Piece, type Splitter } from './piece.ts';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openArray, closeArray] = [0x5b, 0x5d];
const [openObject, closeObject] = [0x7b, 0x7d];

/**
 * `between`: before a record, or behind one. `value`: in what ends by its own brackets or quotes. `word`: in a number, or
 * in what is no JSON. `rest`: behind the records of a CloudTrail file.
 */
type Place = 'between' | 'value' | 'word' | 'rest';

interface State {
  readonly hold: Hold;
  readonly pieces: Piece[];
  place: Place;
  /** Of lists that records stand in: 0 none, 1 an array, 2 the `Records` of an object. */
  base: 0 | 1 | 2;
  /** Brackets that are open within the record, or within the rest. */
  depth: number;
  inString: boolean;
  escaped: boolean;
}

/** A value may have two bytes, and takes a hundred times as many while it is held. */
const bytesAtOnce = 65_536;

/**
 * JSON values one after another, and those in arrays and in CloudTrail's `{"Records": […]}`, as bytes: only brackets and
 * strings are looked at, so that a record with a wrong byte in it, or far too deep, stops none of the others.
 */
export function createValueSplitter(most = mostHeld): Splitter {
  const hold = createHold(most);
  const state: State = {
    hold,
    pieces: [],
    place: 'between',
    base: 0,
    depth: 0,
    inString: false,
    escaped: false,
  };
  return {
    *push(chunk) {
      for (let at = 0; at < chunk.length; at += bytesAtOnce) {
        scan(state, chunk.subarray(at, at + bytesAtOnce));
        yield* state.pieces.splice(0);
      }
    },
    end() {
      if (hold.size === 0) return [];
      const whole = state.depth === 0 && !state.inString;
      return [hold.take(whole ? undefined : 'it ends within the record; is the rest of it missing?')];
    },
  };
}

/** The values of what is there as a whole. */
export function* splitValues(bytes: Uint8Array): Generator<Piece> {
  const splitter = createValueSplitter();
  yield* splitter.push(bytes);
  yield* splitter.end();
}

/** Goes from place to place: each step says where the next one begins. */
function scan(state: State, chunk: Uint8Array): void {
  let at = 0;
  while (at < chunk.length) at = steps[state.place](state, chunk, at);
}

type Step = (state: State, chunk: Uint8Array, from: number) => number;

const steps: Readonly<Record<Place, Step>> = {
  between(state, chunk, from) {
    const byte = chunk[from] ?? 0;
    if (isSeparator(byte)) return from + 1;
    if (byte === openArray && state.base === 0) {
      state.base = 1;
      return from + 1;
    }
    if (byte === closeArray && state.base > 0) {
      state.place = state.base === 2 ? 'rest' : 'between';
      state.depth = state.base - 1;
      state.base = 0;
      return from + 1;
    }
    state.place = isBracketed(byte) ? 'value' : 'word';
    return from;
  },
  value(state, chunk, from) {
    let begin = from;
    let at = from;
    while (at < chunk.length) {
      at = look(state, chunk, at);
      if (state.inString) continue;
      if (state.depth === 0) return finish(state, chunk, { from: begin, to: at });
      if (state.depth !== 2 || state.base !== 0 || chunk[at - 1] !== openArray) continue;
      if (beginsRecords(state, chunk.subarray(begin, at - 1))) return at;
      begin = at - 1;
    }
    state.hold.add(chunk.subarray(begin));
    return chunk.length;
  },
  word(state, chunk, from) {
    let at = state.hold.size === 0 ? from + 1 : from;
    while (at < chunk.length && !endsWord(chunk[at] ?? 0, state.base)) at += 1;
    if (at < chunk.length) return finish(state, chunk, { from, to: at });
    state.hold.add(chunk.subarray(from));
    return at;
  },
  rest(state, chunk, from) {
    let at = from;
    while (at < chunk.length && state.depth > 0) at = look(state, chunk, at);
    if (state.depth === 0) state.place = 'between';
    return at;
  },
};

const isBracketed = (byte: number): boolean => byte === openObject || byte === openArray || byte === quote;

const isSeparator = (byte: number): boolean => byte <= 0x20 || byte === comma;

const endsWord = (byte: number, base: number): boolean =>
  isSeparator(byte) || byte === openObject || (byte === closeArray && base > 0);

/** @returns where to go on: behind the byte, or behind as much of a string as is there. */
function look(state: State, chunk: Uint8Array, at: number): number {
  if (state.inString) return skipString(state, chunk, at);
  const byte = chunk[at];
  if (byte === quote) {
    state.inString = true;
    return skipString(state, chunk, at + 1);
  }
  if (byte === openObject || byte === openArray) state.depth += 1;
  else if ((byte === closeObject || byte === closeArray) && state.depth > 0) state.depth -= 1;
  return at + 1;
}

function skipString(state: State, chunk: Uint8Array, from: number): number {
  let at = from;
  if (state.escaped && at < chunk.length) {
    state.escaped = false;
    at += 1;
  }
  for (; at < chunk.length; at += 1) {
    const byte = chunk[at];
    if (byte === quote) {
      state.inString = false;
      return at + 1;
    }
    if (byte === backslash) at += 1;
  }
  // The last byte of the chunk escapes the first of the next one.
  state.escaped = at > chunk.length;
  return chunk.length;
}

function finish(state: State, chunk: Uint8Array, { from, to }: { from: number; to: number }): number {
  state.hold.add(chunk.subarray(from, to));
  state.pieces.push(state.hold.take());
  state.place = 'between';
  return to;
}

const head = /^\s*\{\s*"Records"\s*:\s*$/;
/** As long as that can be, with generous space. */
const mostHead = 256;

/** Whether the list that begins here is that of a CloudTrail file: its records are told apart then. Else it is held. */
function beginsRecords(state: State, before: Uint8Array): boolean {
  const { hold } = state;
  const short = hold.size + before.length <= mostHead;
  hold.add(before);
  if (!short) return false;
  const { bytes } = hold.take();
  if (head.test(String.fromCharCode(...bytes))) {
    Object.assign(state, { place: 'between', base: 2, depth: 0 } satisfies Partial<State>);
    return true;
  }
  hold.add(bytes);
  return false;
}
