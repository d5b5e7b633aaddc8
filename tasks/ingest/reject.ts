import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Batch } from './batch.ts';
import type { Refused } from './examine-batch.ts';

export interface RejectPorts {
  readonly raw: Pick<RawStore, 'put'>;
  readonly stores: Pick<Stores, 'deadLetters'>;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** Letters of one batch. A flood of broken records is one letter more, with all of them in it. */
const mostLetters = 50;

/** Where it stopped: it is no record; it is an object that cannot be read; what rules found in a record is no finding. */
type Stage = 'ingest' | 'drop' | 'detect';

/** Keeps what cannot be taken in. Safe to repeat. */
export type Reject = (batch: Batch, refused: readonly Refused[], stage: Stage) => Promise<void>;

/** The bytes of a batch together, a dead letter for each with its reason. */
export function createReject({ raw, stores, clock, digest }: RejectPorts): Reject {
  return async ({ id, label, origin, header }, refused, stage) => {
    if (refused.length === 0) return;
    const { bytes, parts } = join(refused);
    const ref = await raw.put(bytes);
    const at = new Date(clock.now()).toISOString();
    const letters = inLetters(refused, parts).map(({ index, reason, parts: own }): DeadLetter => ({
      id: digest(`${id}/${index}/${stage}`).slice(0, 24),
      at,
      queue: stage === 'detect' ? 'processing' : 'ingestion',
      stage,
      reason,
      delivery: id,
      index,
      raw: ref,
      parts: own,
      ...(header === undefined ? {} : { header: Buffer.from(header).toString() }),
      label,
      origin,
      attempts: 1,
    }));
    await Promise.all(letters.map((letter) => stores.deadLetters.put(letter)));
  };
}

type Part = NonNullable<DeadLetter['parts']>[number];
type Entry = Pick<Refused, 'index' | 'reason'> & { readonly parts: Part[] };

function inLetters(refused: readonly Refused[], parts: readonly Part[]): readonly Entry[] {
  const entries = refused.map(({ index, reason }, place) => ({
    index,
    reason,
    parts: parts.slice(place, place + 1),
  }));
  const [single, others] = [entries.slice(0, mostLetters), entries.slice(mostLetters)];
  const [first] = others;
  if (first === undefined) return single;
  const reason = others.length === 1 ? first.reason : `${others.length} records; the first: ${first.reason}`;
  return [...single, { index: first.index, reason, parts: others.flatMap((one) => one.parts) }];
}

function join(refused: readonly Refused[]): { readonly bytes: Uint8Array; readonly parts: readonly Part[] } {
  let offset = 0;
  const parts = refused.map(({ bytes: { length } }) => {
    const part = { offset, length };
    offset += length;
    return part;
  });
  return { bytes: Buffer.concat(refused.map(({ bytes }) => bytes)), parts };
}
