import { createContext } from 'react';

/** What the nodes of a graph share: which is chosen, and what can be done with them. */
export interface Choices {
  /** The id of the state that is chosen, and of the one that Tab leads to. */
  readonly selected: string | null;
  readonly tabStop: string | null;
  readonly select: (id: string) => void;
  /** Null: nothing can be folded here. */
  readonly fold: {
    readonly isUnfolded: (id: string) => boolean;
    readonly toggle: (id: string) => void;
  } | null;
}

export const ChoicesContext = createContext<Choices>({
  selected: null,
  tabStop: null,
  select: () => undefined,
  fold: null,
});
