import { InvalidInput } from '../../core/errors.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import { showBytes, type ShownBytes } from '../../core/show-bytes.ts';

/**
 * The original bytes, each record by itself.
 * @throws InvalidInput where they are not there.
 */
export async function readOriginal(
  raw: Pick<RawStore, 'get'>,
  { id, raw: ref, parts }: DeadLetter,
): Promise<readonly Uint8Array[]> {
  const bytes = ref === null ? null : await raw.get(ref);
  if (bytes === null) throw new InvalidInput(`the original of dead letter ${id} was not kept, or is gone`);
  return parts?.map(({ offset, length }) => bytes.subarray(offset, offset + length)) ?? [bytes];
}

/** The beginning of the original, to look at; null where it is not there. */
export async function showOriginal(
  raw: Pick<RawStore, 'get'>,
  letter: DeadLetter,
): Promise<ShownBytes | null> {
  try {
    return showBytes(inLines(await readOriginal(raw, letter)));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return null;
  }
}

/** Records as they are saved and shown: one is as it came, several are lines. */
export function inLines(records: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(records.flatMap((record, index) => (index === 0 ? [record] : [newline, record])));
}

const newline = Buffer.from('\n');
