import { useState } from 'react';
import { beginDraft, type Draft, follow, isDirty, isStale, type Saved } from './draft.ts';

export interface DraftState {
  readonly draft: Draft;
  readonly dirty: boolean;
  /** Somebody else saved another text meanwhile. */
  readonly stale: boolean;
  readonly write: (text: string) => void;
  /** Leaves what was written, and goes on from what is saved. */
  readonly reset: (saved: Saved) => void;
}

export function useDraft(saved: Saved): DraftState {
  const [kept, setDraft] = useState(() => beginDraft(saved));
  const draft = follow(kept, saved);
  if (draft !== kept) setDraft(draft);
  return {
    draft,
    dirty: isDirty(draft),
    stale: isStale(draft, saved),
    write: (text) => setDraft((now) => ({ ...now, text })),
    reset: (next) => setDraft((now) => beginDraft(next, now.version + 1)),
  };
}
