import { useState } from 'react';
import type { DeadLetterView, DropRequest } from '../../../../core/api/dead-letters.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useSend } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';

interface LetterProps {
  readonly letter: DeadLetterView;
}

/** What a responder does about a letter that waits; what became of it is told until one closes it. */
export function LetterButtons({ letter }: LetterProps) {
  const [opens, setOpens] = useState<'redrive' | 'drop' | null>(null);
  const close = () => setOpens(null);
  if (!useMay('responder')) return null;
  return (
    <>
      {letter.ended === undefined && (
        <>
          <Button icon="refresh" onClick={() => setOpens('redrive')}>
            Redrive…
          </Button>
          <Button icon="cross" look="danger" onClick={() => setOpens('drop')}>
            Drop…
          </Button>
        </>
      )}
      {opens === 'redrive' && <RedriveDialog letter={letter} onClose={close} />}
      {opens === 'drop' && <DropDialog letter={letter} onClose={close} />}
    </>
  );
}

interface DialogProps extends LetterProps {
  readonly onClose: () => void;
}

function RedriveDialog({ letter: { id, queue }, onClose }: DialogProps) {
  const { mutate, isPending, error, data } = useSend<DeadLetterView>(endpoints.redriveLetter(id));
  return (
    <ConfirmDialog
      action={data === undefined ? 'Redrive' : null}
      busy={isPending}
      error={error}
      look="main"
      onClose={onClose}
      onConfirm={() => mutate()}
      title={data === undefined ? 'Try it again, as it came?' : titleOf(data)}
    >
      {data === undefined ? (
        <p>
          {queue === 'processing'
            ? 'The finding is triaged anew. A playbook may change the account because of it, within its mode and guardrails.'
            : 'It is read once more, and trusted no more than it was. What fails again stays here, with one try more.'}
        </p>
      ) : (
        <output className="wrap-anywhere">{tell(data)}</output>
      )}
    </ConfirmDialog>
  );
}

const titleOf = ({ ended }: DeadLetterView): string =>
  ended === undefined ? 'It failed again' : 'Tried again';

function tell({ ended, reason, queue }: DeadLetterView): string {
  if (ended === undefined) return `It still waits: ${reason}`;
  return queue === 'processing'
    ? 'Its triage runs; should that fail, it waits here again.'
    : 'It went well. The letter stays among those that were redriven.';
}

function DropDialog({ letter: { id }, onClose }: DialogProps) {
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useSend<DeadLetterView, DropRequest>(endpoints.dropLetter(id));
  return (
    <ConfirmDialog
      action="Drop"
      busy={isPending}
      error={error}
      onClose={onClose}
      onConfirm={() => mutate(reason === '' ? {} : { reason }, { onSuccess: onClose })}
      title="Drop this dead letter?"
    >
      <p>It is not tried again. The letter, its original and who dropped it stay.</p>
      <label className="stack">
        Why (optional)
        <input maxLength={500} onChange={({ target }) => setReason(target.value)} value={reason} />
      </label>
    </ConfirmDialog>
  );
}
