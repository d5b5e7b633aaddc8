import { InvalidInput } from '../../core/errors.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import type { Arrival, Intake } from '../intake/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Refused } from '../ingest/examine-batch.ts';
import { startTriage, type TriagePorts } from '../start-triage.ts';
import { redriveName } from './redrive-name.ts';

export interface RedriveLetterPorts extends TriagePorts {
  readonly raw: RawStore;
  readonly intake: (arrival: Arrival) => Promise<Intake>;
  /**
   * @param isKept whether the records are in the lake already.
   * @param refused gets what was refused again, which is no new letter.
   */
  readonly ingestAgain: (isKept: boolean, refused: (again: readonly Refused[]) => void) => Ingest;
}

/** What an attempt left of a letter; null: nothing, it went well. */
type Remains = Pick<DeadLetter, 'reason' | 'parts'> | null;

/**
 * Tries a letter again, as it came. It counts the attempt, and stays where it is refused again.
 * @throws NotFound, InvalidInput where there is nothing to try.
 */
export function createRedriveLetter(ports: RedriveLetterPorts) {
  const { stores, clock } = ports;
  const now = () => new Date(clock.now()).toISOString();
  return async (id: string, by: string): Promise<DeadLetter> => {
    const letter = requireWaiting(await stores.deadLetters.require(id));
    const attempts = letter.attempts + 1;
    const remains = await attempt(ports, letter, attempts);
    const tried = await stores.deadLetters.change(id, (current) => {
      // Somebody else ended it, or its triage failed again already.
      if (current === null || current.ended !== undefined || current.attempts >= attempts) return current;
      const at = now();
      return remains === null
        ? { ...current, attempts, ended: { how: 'redriven', by, at } }
        : { ...current, at, attempts, ...remains };
    });
    return tried ?? letter;
  };
}

/** @throws InvalidInput where it waits no longer. */
export function requireWaiting(letter: DeadLetter): DeadLetter {
  if (letter.ended === undefined) return letter;
  const { how, by, at } = letter.ended;
  throw new InvalidInput(`dead letter ${letter.id} was ${how} by ${by} at ${at}; it waits no longer`);
}

async function attempt(ports: RedriveLetterPorts, letter: DeadLetter, attempts: number): Promise<Remains> {
  switch (letter.stage) {
    case 'intake':
      return await takeInAgain(ports, letter);
    case 'ingest':
    case 'detect':
      return await ingestAgain(ports, letter, attempts);
    case 'drop':
      throw new InvalidInput(
        `${letter.label} is read again when it is put there anew; drop this dead letter then`,
      );
    default:
      return await triageAgain(ports, letter, attempts);
  }
}

async function triageAgain(
  ports: RedriveLetterPorts,
  letter: DeadLetter,
  attempts: number,
): Promise<Remains> {
  const { id, delivery, index } = letter;
  const received = await ports.stores.deliveries.get({ delivery, index });
  if (received === null)
    throw new InvalidInput(
      `the finding of dead letter ${id} is no longer stored; drop it: tourniquet dlq drop`,
    );
  await startTriage(ports, { delivery: redriveName(id, attempts), index: 0 }, received.finding);
  return null;
}

/** Under its own delivery: what of it went well the first time is not begun twice. */
async function takeInAgain({ raw, intake }: RedriveLetterPorts, letter: DeadLetter): Promise<Remains> {
  const { delivery, origin, label } = letter;
  const [bytes = new Uint8Array()] = await readOriginal(raw, letter);
  const { rejected } = await intake({ bytes, delivery, origin, label });
  return rejected.length === 0 ? null : { reason: rejected.join('; ') };
}

async function ingestAgain(
  { raw, ingestAgain: again }: RedriveLetterPorts,
  letter: DeadLetter,
  attempts: number,
): Promise<Remains> {
  const { id, stage, origin, label, header, parts = [] } = letter;
  const original = await readOriginal(raw, letter);
  const refused: Refused[] = [];
  const ingest = again(stage === 'detect', (some) => void refused.push(...some));
  await ingest({
    id: redriveName(id, attempts),
    origin,
    label,
    ...(header === undefined ? {} : { header: Buffer.from(header) }),
    records: original.map((bytes) => ({ bytes })),
  });
  const [first] = refused;
  if (first === undefined) return null;
  const { length } = refused;
  return {
    reason: length === 1 ? first.reason : `${length} records; the first: ${first.reason}`,
    parts: refused.flatMap(({ index }) => parts[index] ?? []),
  };
}

/**
 * The original bytes, each record by itself.
 * @throws InvalidInput where they are not there.
 */
export async function readOriginal(
  raw: RawStore,
  { id, raw: ref, parts }: DeadLetter,
): Promise<readonly Uint8Array[]> {
  const bytes = ref === null ? null : await raw.get(ref);
  if (bytes === null) throw new InvalidInput(`the original of dead letter ${id} was not kept, or is gone`);
  return parts?.map(({ offset, length }) => bytes.subarray(offset, offset + length)) ?? [bytes];
}
