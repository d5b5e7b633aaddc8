import type { Json } from '../json.ts';

/**
 * Answers a task that waits for its token (`SendTaskSuccess`). A token that is used up, timed out or
 * superseded is not an error here: the newest Ask replays the stored decision.
 */
export interface Callbacks {
  /** @returns false when nobody waits for this token any more. */
  succeed(token: string, output: Json): Promise<boolean>;
}
