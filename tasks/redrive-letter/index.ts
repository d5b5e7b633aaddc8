import { InvalidInput } from '../../core/errors.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import { type DeadLetter, noteTried } from '../../core/records/dead-letters.ts';
import type { Arrival, Intake } from '../intake/index.ts';
import type { Refused } from '../ingest/examine-batch.ts';
import { startTriage, type TriagePorts } from '../start-triage.ts';
import type { IngestAgain } from './ingest-again.ts';
import { readOriginal } from './read-original.ts';
import { redriveName } from './redrive-name.ts';
import { requireWaiting } from './require-waiting.ts';

export interface RedriveLetterPorts extends TriagePorts {
  readonly raw: RawStore;
  readonly intake: (arrival: Arrival) => Promise<Intake>;
  readonly ingestAgain: IngestAgain;
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
      // Somebody else ended it.
      if (current === null || current.ended !== undefined) return current;
      const at = now();
      const noted = noteTried(current, { by, at });
      // Its triage failed again already.
      if (current.attempts >= attempts) return noted;
      return remains === null
        ? { ...noted, attempts, ended: { how: 'redriven', by, at } }
        : { ...noted, at, attempts, ...remains };
    });
    return tried ?? letter;
  };
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
