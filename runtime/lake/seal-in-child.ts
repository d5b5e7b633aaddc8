import { runInChild } from './run-in-child.ts';
import type { SealReply } from './seal-child.ts';
import type { SealJob } from './seal-part.ts';

const program = new URL('seal-child.ts', import.meta.url);

/** @throws Error where it did not succeed. */
export async function sealInChild(job: SealJob): Promise<void> {
  const reply = await runInChild<SealReply>(program, job);
  if (reply?.problem !== undefined) throw new Error(reply.problem);
}
