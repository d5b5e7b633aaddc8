import { useState } from 'react';
import type { IncidentDetail } from '../../../../core/api/incidents.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useSend } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Download } from '../../components/download.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { UndoDialog } from './undo-dialog.tsx';

/** What one can do with the incident as a whole. */
export function IncidentButtons({ incident: { id, actions } }: { readonly incident: IncidentDetail }) {
  const [opens, setOpens] = useState<'respond' | 'undo' | null>(null);
  const may = useMay('responder');
  const close = () => setOpens(null);
  return (
    <>
      <Download href={endpoints.report(id, 'md').path}>Report</Download>
      <Download href={endpoints.report(id, 'json').path}>JSON</Download>
      {may && (
        <Button icon="play" onClick={() => setOpens('respond')}>
          Respond again…
        </Button>
      )}
      {may && actions.some(({ held }) => held) && (
        <Button icon="undo" look="danger" onClick={() => setOpens('undo')}>
          Undo all…
        </Button>
      )}
      {opens === 'respond' && <RespondDialog id={id} onClose={close} />}
      {opens === 'undo' && <UndoDialog incident={id} onClose={close} />}
    </>
  );
}

interface RespondProps {
  readonly id: string;
  readonly onClose: () => void;
}

function RespondDialog({ id, onClose }: RespondProps) {
  const { mutate, isPending, error, data } = useSend(endpoints.respond(id));
  return (
    <ConfirmDialog
      action={data === undefined ? 'Respond' : null}
      busy={isPending}
      error={error}
      look="main"
      onClose={onClose}
      onConfirm={() => mutate()}
      title="Answer this incident once more?"
    >
      {data !== undefined && (
        <output>
          {data.playbooks.length === 0
            ? 'No playbook fits this incident: nothing runs.'
            : `Running now: ${data.playbooks.join(', ')}.`}
        </output>
      )}
      <p>
        The playbooks that fit it now run again, within their modes and guardrails. What is contained already
        stays so; it is never contained twice.
      </p>
    </ConfirmDialog>
  );
}
