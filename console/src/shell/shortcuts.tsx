import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { createKeySequences, type Shortcut } from './key-sequences.ts';
import { ShortcutHelp } from './shortcut-help.tsx';
import { places } from './places.ts';
import { focusRow, focusSearch } from './move-focus.ts';

/** Where keys are letters of a text. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input, textarea, select, [role="textbox"]') ||
    // Editors and graphs in a shadow root have keys of their own.
    target.shadowRoot !== null);

/** Keys that work on every page, and `?`, which lists them. */
export function Shortcuts() {
  const [, navigate] = useLocation();
  const [helps, setHelps] = useState(false);
  const shortcuts = useMemo<readonly Shortcut[]>(
    () => [
      ...places.map(({ key, label, href }) => ({
        keys: `g ${key}`,
        does: `Go to ${label}`,
        run: () => navigate(href),
      })),
      { keys: '/', does: 'Search', run: focusSearch },
      { keys: 'j', does: 'Next row', run: () => focusRow(1) },
      { keys: 'k', does: 'Previous row', run: () => focusRow(-1) },
      { keys: '?', does: 'Show these keys', run: () => setHelps(true) },
    ],
    [navigate],
  );
  useKeys(shortcuts);
  return helps && <ShortcutHelp onClose={() => setHelps(false)} shortcuts={shortcuts} />;
}

function useKeys(shortcuts: readonly Shortcut[]): void {
  const follow = useRef(createKeySequences(Date.now));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      const shortcut = follow.current(event.key, shortcuts);
      if (shortcut === null) return;
      event.preventDefault();
      shortcut.run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shortcuts]);
}
