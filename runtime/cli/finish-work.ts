import type { Home } from '../home/home.ts';

/** Ends when nothing runs and nothing is behind: what a failed triage left undone, the sweeper starts. */
export async function finishWork(home: Home): Promise<void> {
  await home.idle();
  await home.sweep({ graceMs: 0 });
  await home.idle();
}
