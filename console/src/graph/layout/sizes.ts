import type { State } from '../machine.ts';
import type { Size } from './drawing.ts';

/** In pixels, as graph.module.css draws them. */
export const GROUP = { header: 52, padding: 20, gap: 28 };
export const MARK: Size = { width: 56, height: 28 };
const STATE = { height: 46, narrowest: 132, widest: 264, around: 58, letter: 7.2, smallLetter: 6.2 };
const LABEL = { height: 20, letter: 6, around: 14 };
/** Longer ones are cut; the whole text is in the details of the state. */
const LONGEST_LABEL = 26;

/** A box is as wide as its longer line, within bounds: what is longer is cut with an ellipsis. */
export function sizeState({ title, detail }: State): Size {
  const text = Math.max(title.length * STATE.letter, (detail ?? '').length * STATE.smallLetter);
  const width = Math.min(STATE.widest, Math.max(STATE.narrowest, text + STATE.around));
  return { width: Math.round(width), height: STATE.height };
}

export function sizeLabel(label: string | null): Size {
  if (label === null) return { width: 0, height: 0 };
  return { width: cutLabel(label).length * LABEL.letter + LABEL.around, height: LABEL.height };
}

export const cutLabel = (label: string): string =>
  label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
