/** One thing that keys do: `g i` is g and then i. */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  readonly run: () => void;
}

const patienceMs = 1000;

/**
 * Follows what is typed, and says which shortcut a key completes. A sequence that is not gone on with within a second
 * is forgotten.
 */
export function createKeySequences(now: () => number) {
  let typed: readonly string[] = [];
  let last = 0;
  return (key: string, shortcuts: readonly Shortcut[]): Shortcut | null => {
    const at = now();
    const before = at - last > patienceMs ? [] : typed;
    last = at;
    // What continues a sequence goes first; else the key may begin one.
    for (const keys of [[...before, key], [key]]) {
      const text = keys.join(' ');
      const found = shortcuts.find((shortcut) => shortcut.keys === text);
      if (found !== undefined) {
        typed = [];
        return found;
      }
      if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${text} `))) {
        typed = keys;
        return null;
      }
    }
    typed = [];
    return null;
  };
}
