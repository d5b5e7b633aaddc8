import type { ExecutionEvent } from '../../../../core/api/executions.ts';

/** A visit while its history is read. */
export interface Draft {
  readonly state: string;
  readonly type: string;
  /** The visit of the Parallel or Map state that it is in. */
  readonly parent: Draft | null;
  readonly entered: ExecutionEvent;
  exited: ExecutionEvent | null;
  caught: boolean;
  failure: ExecutionEvent | null;
  /** Whether that failure stands: nothing has tried again since. */
  failed: boolean;
  tries: number;
  scheduled: ExecutionEvent | null;
  readonly events: ExecutionEvent[];
}

/** The visit itself, or the nearest around it, for which something holds. */
export function climb(from: Draft | undefined, holds: (draft: Draft) => boolean): Draft | undefined {
  for (let draft = from ?? null; draft !== null; draft = draft.parent) if (holds(draft)) return draft;
  return undefined;
}
