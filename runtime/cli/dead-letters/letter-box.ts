import { InvalidInput } from '../../../core/errors.ts';
import type { DeadLetters } from '../../../core/records/dead-letters.ts';
import { createDropLetter } from '../../../tasks/redrive-letter/drop-letter.ts';
import { readOriginal } from '../../../tasks/redrive-letter/read-original.ts';
import type { LettersOnAws } from '../../letters/letters-on-aws.ts';
import type { AccountKind } from '../../store/account-kind.ts';
import { createRawFiles } from '../../store/raw-files.ts';
import { loadConfig } from '../load-config.ts';
import { openStore } from '../open-store.ts';

/** Whose dead letters: those of a database on this machine, or of what is deployed. */
export interface BoxChoice {
  readonly db?: string;
  readonly account: AccountKind;
  readonly config?: string;
}

/** Dead letters wherever they are kept. */
export interface LetterBox extends Pick<LettersOnAws, 'list' | 'find' | 'drop' | 'putBack'> {
  readonly close: () => Promise<void>;
}

/** With a database it is that one, on whichever accounts it acts. */
export const isDeployed = ({ db, account }: BoxChoice): boolean => account === 'aws' && db === undefined;

/** How one says which box it is, in a command that a person is to type. */
export const nameBox = ({ db }: BoxChoice): string => (db === undefined ? '--account aws' : `--db ${db}`);

export async function openLetterBox(choice: BoxChoice): Promise<LetterBox> {
  if (!isDeployed(choice)) return openFile(choice.db ?? '');
  const letters = await openLettersOnAws(choice);
  return { ...letters, close: async () => await letters.putBack() };
}

function openFile(db: string): LetterBox {
  const { stores, close } = openStore(db);
  const { deadLetters } = stores;
  return {
    list: listIn(deadLetters),
    async find(id) {
      const letter = await deadLetters.require(id);
      const raw = createRawFiles(`${db}-raw`);
      return { letter, place: letter.raw, readOriginal: async () => await readOriginal(raw, letter) };
    },
    drop: createDropLetter({ stores, clock: { now: Date.now } }),
    putBack: async () => undefined,
    close: async () => close(),
  };
}

/** The letters of one table. */
export const listIn =
  ({ newest, newestEnded }: Pick<DeadLetters, 'newest' | 'newestEnded'>): LetterBox['list'] =>
  async ({ queue, ended, limit }) => {
    const read = ended ? newestEnded : newest;
    const { items, next } = await read({
      limit,
      matches: (letter) => queue === undefined || letter.queue === queue,
    });
    return { items, more: next !== null };
  };

/** The AWS SDK is loaded only now. What AWS refuses is said in its words: mostly a permission is missing. */
export async function openLettersOnAws({ config: file }: BoxChoice): Promise<LettersOnAws> {
  const { aws, deploy } = await loadConfig(file ?? null, 'shadow');
  const { openLettersOnAws: open } = await import('../../letters/open-letters-on-aws.ts');
  const letters = await explained(open({ aws, regions: deploy.regions }));
  return {
    list: (choice) => explained(letters.list(choice)),
    find: (id) => explained(letters.find(id)),
    redrive: (id, by) => explained(letters.redrive(id, by)),
    drop: (id, by, reason) => explained(letters.drop(id, by, reason)),
    putBack: () => explained(letters.putBack()),
  };
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error && '$fault' in error)) throw error;
    throw new InvalidInput(`AWS refused: ${error.name}: ${error.message}`, { cause: error });
  }
}
