import { Fragment, useEffect, useRef } from 'react';
import { Button } from '../components/button.tsx';
import '../components/dialog.css';
import type { Shortcut } from './key-sequences.ts';

interface ShortcutHelpProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onClose: () => void;
}

export function ShortcutHelp({ shortcuts, onClose }: ShortcutHelpProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog aria-labelledby="keys" className="dialog keys" onClose={onClose} ref={dialog}>
      <h2 id="keys">Keys</h2>
      <dl className="key-list">
        {shortcuts.map(({ keys, does }) => (
          <Fragment key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
        <dt>
          <kbd>Enter</kbd>
        </dt>
        <dd>Open the row</dd>
      </dl>
      <div className="dialog-actions">
        <Button onClick={() => dialog.current?.close()}>Close</Button>
      </div>
    </dialog>
  );
}
