import { NotFound, InvalidInput } from '../../../core/errors.ts';
import { type AnswerChoice, answerFor } from '../answer-options.ts';
import { createApprover } from '../approver.ts';
import { finishWork } from '../finish-work.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { requireFile } from '../open-store.ts';
import { showProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import type { AccountKind } from '../../store/account-kind.ts';
import { isOwned } from '../../store/own-database.ts';
import { chooseLetters, type LetterChoice } from './choose-letters.ts';
import { isDeployed, listIn } from './letter-box.ts';
import { redriveByOwner } from './redrive-by-owner.ts';
import { redriveOnAws } from './redrive-on-aws.ts';
import { type Redriven, tellRedriven } from './tell-redriven.ts';

export interface RedriveOptions extends HomeChoice, AnswerChoice, LetterChoice {
  readonly account: AccountKind;
  readonly by: string;
  readonly json: boolean;
}

/** In a home of its own, by the server that holds the database, or on AWS. @returns whether everything went well. */
export async function redriveLetters(
  ids: readonly string[],
  options: RedriveOptions,
  terminal: Terminal,
): Promise<boolean> {
  const { db = '' } = options;
  if (isDeployed(options)) return await redriveOnAws(ids, options, terminal);
  requireFile(db);
  if (isOwned(db)) return await redriveByOwner(ids, { ...options, db }, terminal);
  return await redriveHere(ids, options, terminal);
}

async function redriveHere(
  ids: readonly string[],
  options: RedriveOptions,
  terminal: Terminal,
): Promise<boolean> {
  const { home } = await openCommandHome(options, terminal);
  try {
    await home.resume();
    const chosen = await chooseLetters({ list: listIn(home.stores.deadLetters) }, ids, options);
    const progress = showProgress(terminal, home);
    const faults = new Map<string, string>();
    for (const id of chosen) {
      // One after another, as they came: a later one may need what an earlier one leaves.
      // oxlint-disable-next-line no-await-in-loop
      await home.redriveLetter(id, options.by).catch((error: Error) => {
        if (!(error instanceof NotFound || error instanceof InvalidInput)) throw error;
        faults.set(id, error.message);
      });
    }
    const approver = createApprover({ terminal, home, progress }, answerFor(options));
    await approver.finish(finishWork(home)).finally(progress.stop);
    // Only now is it known what became of those whose triage began anew.
    const results = await Promise.all(
      chosen.map(async (id): Promise<Redriven> => {
        const letter = await home.stores.deadLetters.get(id);
        const reason = faults.get(id) ?? (letter?.ended === undefined ? letter?.reason : undefined);
        const attempts = letter?.attempts ?? 0;
        return reason === undefined
          ? { id, went: 'well', attempts }
          : { id, went: 'wrong', attempts, reason };
      }),
    );
    return tellRedriven(terminal, results, options);
  } finally {
    await home.close();
  }
}
