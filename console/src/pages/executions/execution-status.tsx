import type { ExecutionStatus } from '../../../../core/api/executions.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import type { IconName } from '../../components/icon.tsx';

interface Look {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

/** As Step Functions' own console names them. */
export const executionLooks: Readonly<Record<ExecutionStatus, Look>> = {
  RUNNING: { label: 'Running', tone: 'info', icon: 'clock' },
  SUCCEEDED: { label: 'Succeeded', tone: 'good', icon: 'check' },
  FAILED: { label: 'Failed', tone: 'bad', icon: 'cross' },
  TIMED_OUT: { label: 'Timed out', tone: 'bad', icon: 'clock' },
  ABORTED: { label: 'Aborted', tone: 'calm', icon: 'dash' },
  PENDING_REDRIVE: { label: 'Waits for its redrive', tone: 'info', icon: 'refresh' },
};

export function ExecutionBadge({ status }: { readonly status: ExecutionStatus }) {
  const { label, tone, icon } = executionLooks[status];
  return (
    <Badge icon={icon} tone={tone}>
      {label}
    </Badge>
  );
}
