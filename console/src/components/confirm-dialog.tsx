import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import { ErrorBox } from './states.tsx';
import './dialog.css';

interface ConfirmDialogProps {
  readonly title: string;
  /** What it will do, in full: whoever confirms has read it. */
  readonly children: ReactNode;
  /** What the button says: the thing that is done, never "OK". Null: it is done, there is only to close. */
  readonly action: string | null;
  readonly look?: 'main' | 'danger';
  readonly busy: boolean;
  /** False while there is nothing to confirm yet. */
  readonly ready?: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is changed. Escape and "Cancel" leave everything as it is; it opens when it is rendered. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, look = 'danger', busy, ready = true, error, onConfirm, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog aria-labelledby={heading} className="dialog" onClose={onClose} ref={dialog}>
      <h2 id={heading}>{title}</h2>
      <div className="dialog-body">{children}</div>
      {error !== null && <ErrorBox error={error} />}
      <div className="dialog-actions">
        <Button onClick={() => dialog.current?.close()}>{action === null ? 'Close' : 'Cancel'}</Button>
        {action !== null && (
          <Button busy={busy} disabled={!ready} look={look} onClick={onConfirm}>
            {action}
          </Button>
        )}
      </div>
    </dialog>
  );
}
