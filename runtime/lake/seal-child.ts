import { setPriority } from 'node:os';
import { type SealJob, sealPart } from './seal-part.ts';

/** What the process sends back: nothing in it, or why it failed. */
export interface SealReply {
  readonly problem?: string;
}

// Whoever asked has other things to do that people wait for.
setPriority(10);
process.once('message', (job) => void reply(job as SealJob));
// Nobody waits for it any more.
process.once('disconnect', () => process.exit());

async function reply(job: SealJob): Promise<void> {
  const told: SealReply = await sealPart(job).then(
    () => ({}),
    (error: Error) => ({ problem: error.message }),
  );
  process.send?.(told, () => process.disconnect());
}
