import type { ShadowResult } from '../../core/api/playbooks.ts';
import { type Bounds, createBoundedChild } from './bounded-child.ts';
import type { ShadowJob } from './shadow-child.ts';

const program = new URL('shadow-child.ts', import.meta.url);

/**
 * A shadow run in a process of its own. Nobody has tried the text yet: an expression that repeats for ever, or eats all
 * memory, ends that process (a thread would take ours with it), and not the home that answers incidents.
 * @throws Refusal when it takes too long, or too much memory.
 */
export async function shadowInChild(job: ShadowJob, bounds: Bounds = {}): Promise<ShadowResult> {
  const child = createBoundedChild<ShadowJob, ShadowResult>(program, bounds);
  try {
    return await child.run(job);
  } finally {
    child.end();
  }
}
