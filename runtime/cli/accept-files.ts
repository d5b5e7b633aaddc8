import { InvalidInput } from '../../core/errors.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import type { Home } from '../home/home.ts';
import { readInput } from './read-files.ts';

/** Why a file, or a finding in it, was not taken in. */
export interface Refusal {
  readonly label: string;
  readonly reason: string;
  /** False where it is in order and there is nothing to respond to: a check that passed. */
  readonly refused: boolean;
}

export interface RunTerms {
  readonly resume: boolean;
  /** The configuration's, or `shadow` for a dry run. */
  readonly mode: Mode;
}

/**
 * Keeps every file first, then takes each in: a run that dies in between finds them all again. Files count
 * by content: what is given again to a run that is resumed is not a second occurrence, the same file twice
 * in one run is.
 */
export async function acceptFiles(
  home: Home,
  files: readonly string[],
  { resume, mode }: RunTerms,
): Promise<readonly Refusal[]> {
  const run = await beginRun(home, { resume, mode });
  const unreadable: Refusal[] = [];
  const seen = new Map<string, number>();
  for (const label of files) {
    // In the order given: which of several equal files is the first must not depend on the disk.
    // oxlint-disable-next-line no-await-in-loop
    const bytes = await readInput(label).catch((error: Error) => {
      if (!(error instanceof InvalidInput)) throw error;
      unreadable.push({ label, reason: error.message, refused: true });
      return null;
    });
    if (bytes === null) continue;
    // oxlint-disable-next-line no-await-in-loop
    const raw = await home.raw.put(bytes);
    const copy = (seen.get(raw) ?? 0) + 1;
    seen.set(raw, copy);
    // oxlint-disable-next-line no-await-in-loop
    await home.inbox.add(run, { delivery: home.digest(`${run}|${raw}|${copy}`).slice(0, 32), label, raw });
  }
  const entries = await home.inbox.list(run);
  const taken = await Promise.all(
    entries.map(async ({ delivery, label, raw }): Promise<readonly Refusal[]> => {
      const bytes = await home.raw.get(raw);
      if (bytes === null)
        return [{ label, reason: `its content ${raw} is no longer in the raw store`, refused: true }];
      const origin = { via: 'file', account: null, trusted: true } as const;
      const { rejected, ignored } = await home.intake({ bytes, delivery, origin, label });
      return [
        ...rejected.map((reason) => ({ label, reason, refused: true })),
        ...(ignored === undefined ? [] : [{ label, reason: ignored, refused: false }]),
      ];
    }),
  );
  return [...unreadable, ...taken.flat()];
}

async function beginRun(home: Home, { resume, mode }: RunTerms): Promise<string> {
  const unfinished = await home.inbox.unfinished();
  if (unfinished !== null && !resume) {
    throw new InvalidInput('an earlier run on this --db did not end; finish it with --resume first');
  }
  if (unfinished !== null && unfinished.mode !== mode) {
    throw new InvalidInput(
      `the run that did not end was in mode ${unfinished.mode}, this one would be in mode ${mode}; resume it with the same --dry-run and --config`,
    );
  }
  await home.resume();
  const run = unfinished ?? { id: home.newId(), mode };
  await home.inbox.begin(run);
  return run.id;
}
