import { useState } from 'react';
import type { ExecutionDetail } from '../../../../core/api/executions.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useSend } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';

/** What one can do with an execution: look at it in AWS, copy its ARN, start over what failed. */
export function ExecutionActions({ execution }: { readonly execution: ExecutionDetail }) {
  const { arn, consoleUrl, redrivable } = execution;
  const mayRedrive = useMay('responder');
  return (
    <>
      <CopyButton text={arn} what="the ARN" />
      {consoleUrl !== null && (
        <a className="button look-plain" href={consoleUrl} rel="noreferrer" target="_blank">
          <Icon name="external" size={14} />
          Open in AWS
        </a>
      )}
      {redrivable && mayRedrive && <Redrive execution={execution} />}
    </>
  );
}

function Redrive({ execution }: { readonly execution: ExecutionDetail }) {
  const [asks, setAsks] = useState(false);
  const { mutate, isPending, error, reset } = useSend(endpoints.redrive(execution));
  const close = () => {
    setAsks(false);
    reset();
  };
  return (
    <>
      <Button icon="refresh" onClick={() => setAsks(true)}>
        Redrive
      </Button>
      {asks && (
        <ConfirmDialog
          action="Redrive"
          busy={isPending}
          error={error}
          onClose={close}
          onConfirm={() => mutate(undefined, { onSuccess: close })}
          title="Go on where it failed?"
        >
          <p>
            <strong>{execution.name}</strong> starts over each state that did not succeed, with the input that
            it had. What succeeded is not done again. A playbook may change the account when it goes on.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
