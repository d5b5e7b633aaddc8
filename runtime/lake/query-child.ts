import { InvalidInput } from '../../core/errors.ts';
import type { Answer } from '../../core/ports/queries.ts';
import { type QueryJob, runQuery } from './run-query.ts';

/** What the process sends back. `isInvalid`: it is the statement's fault. */
export type QueryReply =
  | { readonly answer: Answer }
  | { readonly problem: string; readonly isInvalid: boolean };

process.once('message', (job) => void reply(job as QueryJob));
// Nobody waits for it any more, and DuckDB may not let it end by itself.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function reply(job: QueryJob): Promise<void> {
  const told: QueryReply = await runQuery(job).then(
    (answer) => ({ answer }),
    (error: Error) => ({ problem: error.message, isInvalid: error instanceof InvalidInput }),
  );
  process.send?.(told);
}
