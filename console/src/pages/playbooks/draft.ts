/** A playbook's text as the server has it; without a hash it has none yet. */
export interface Saved {
  readonly text: string;
  readonly hash: string | null;
}

/** A text that is being written, and what it began as. */
export interface Draft {
  readonly text: string;
  readonly base: Saved;
  /** Counts how often another text was put in place of what was written: the editor shows that then. */
  readonly version: number;
}

export const beginDraft = ({ text, hash }: Saved, version = 0): Draft => ({
  text,
  base: { text, hash },
  version,
});

export const isDirty = ({ text, base }: Draft): boolean => text !== base.text;

/** Whether somebody else saved another text since this one was begun. */
export const isStale = (draft: Draft, saved: Saved): boolean =>
  saved.hash !== draft.base.hash && saved.text !== draft.text;

/** Goes along with what the server has now, as long as nothing is lost by it: else the draft stays as it is. */
export function follow(draft: Draft, saved: Saved): Draft {
  if (saved.hash === draft.base.hash) return draft;
  if (draft.text === saved.text) return beginDraft(saved, draft.version);
  return isDirty(draft) ? draft : beginDraft(saved, draft.version + 1);
}
