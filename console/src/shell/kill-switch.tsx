import { useState } from 'react';
import type { Controls, PauseRequest } from '../../../core/api/overview.ts';
import { endpoints } from '../api/endpoints.ts';
import { useAnswer, useSend } from '../api/queries.ts';
import { useMay } from '../api/session.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { describeExactly } from '../components/describe-time.ts';
import './kill-switch.css';

/** Whether playbooks may change anything now; always in sight, and for responders the switch itself. */
export function KillSwitch() {
  const { data: controls } = useAnswer(endpoints.controls);
  const may = useMay('responder');
  const [asks, setAsks] = useState(false);
  if (controls === undefined) return null;
  const { paused } = controls;
  const label = paused ? 'Paused: nothing is changed' : 'Armed: playbooks act';
  const state = (
    <>
      <Icon name={paused ? 'pause' : 'shield'} size={14} />
      {label}
    </>
  );
  const look = `kill-switch ${paused ? 'tone-warn' : 'tone-good'}`;
  return (
    <>
      {may ? (
        <button
          aria-haspopup="dialog"
          className={look}
          onClick={() => setAsks(true)}
          title={describe(controls)}
          type="button"
        >
          {state}
        </button>
      ) : (
        <span className={look} title={describe(controls)}>
          {state}
        </span>
      )}
      {asks && <Turn onClose={() => setAsks(false)} paused={paused} />}
    </>
  );
}

function describe({ paused, by, at, reason }: Controls): string {
  if (!paused) return 'Playbooks act within their modes and guardrails. The kill switch stops every change.';
  const who = [by !== null && `by ${by}`, at !== null && `since ${describeExactly(at)}`]
    .filter(Boolean)
    .join(' ');
  return `Paused ${who}${reason === null ? '' : `: ${reason}`}`;
}

interface TurnProps {
  readonly paused: boolean;
  readonly onClose: () => void;
}

function Turn({ paused, onClose }: TurnProps) {
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useSend<Controls, PauseRequest>(
    paused ? endpoints.resume : endpoints.pause,
  );
  const confirm = () => mutate(paused || reason === '' ? {} : { reason }, { onSuccess: onClose });
  return (
    <ConfirmDialog
      action={paused ? 'Let playbooks act again' : 'Pause every change'}
      busy={isPending}
      error={error}
      look={paused ? 'main' : 'danger'}
      onClose={onClose}
      onConfirm={confirm}
      title={paused ? 'Let playbooks act again?' : 'Pause everything?'}
    >
      {paused ? (
        <p>From now on playbooks change accounts again, within their modes and guardrails.</p>
      ) : (
        <>
          <p>
            No playbook changes an account until somebody lets them again. Findings still come in, and plans
            are still made. What was contained stays contained.
          </p>
          <label className="stack">
            Why (optional)
            <input maxLength={500} onChange={({ target }) => setReason(target.value)} value={reason} />
          </label>
        </>
      )}
    </ConfirmDialog>
  );
}
