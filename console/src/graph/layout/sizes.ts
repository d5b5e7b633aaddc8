import { describeKind } from '../kinds.ts';
import type { State } from '../machine.ts';
import type { Size } from './drawing.ts';

/** In pixels, as canvas.css draws them. */
export const GROUP = { beneath: 14, padding: 20, gap: 28 };
export const MARK: Size = { width: 56, height: 28 };
const STATE = { narrowest: 132, widest: 300, around: 54, letter: 8, smallLetter: 6.1 };
const LABEL = { height: 20, letter: 6, around: 14 };
/** Longer ones are cut; the whole text is in the details of the state. */
const LONGEST_LABEL = 26;

/** How high the box of a state is: with a line for its status, or without. */
export const STATE_HEIGHT = { plain: 46, withStatus: 62 };

/** A box is as wide as its longer line, within bounds: what is longer is cut with an ellipsis. */
export function sizeState(state: State, height: number): Size {
  const text = Math.max(state.title.length * STATE.letter, describeKind(state).length * STATE.smallLetter);
  const width = Math.min(STATE.widest, Math.max(STATE.narrowest, text + STATE.around));
  return { width: Math.round(width), height };
}

export function sizeLabel(label: string | null): Size {
  if (label === null) return { width: 0, height: 0 };
  return { width: cutLabel(label).length * LABEL.letter + LABEL.around, height: LABEL.height };
}

export const cutLabel = (label: string): string =>
  label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
