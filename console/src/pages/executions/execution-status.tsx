import type { ExecutionStatus } from '../../../../core/api/executions.ts';
import { type Look, LookBadge } from '../../components/look.tsx';

/** As Step Functions' own console names them. */
export const executionLooks: Readonly<Record<ExecutionStatus, Look>> = {
  RUNNING: { label: 'Running', tone: 'info', icon: 'clock' },
  SUCCEEDED: { label: 'Succeeded', tone: 'good', icon: 'check' },
  FAILED: { label: 'Failed', tone: 'bad', icon: 'cross' },
  TIMED_OUT: { label: 'Timed out', tone: 'bad', icon: 'clock' },
  ABORTED: { label: 'Aborted', tone: 'calm', icon: 'dash' },
  PENDING_REDRIVE: { label: 'Waits for its redrive', tone: 'info', icon: 'refresh' },
};

export const ExecutionBadge = ({ status }: { readonly status: ExecutionStatus }) => (
  <LookBadge look={executionLooks[status]} />
);
