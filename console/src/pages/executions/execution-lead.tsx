import { Link } from 'wouter';
import type { ExecutionDetail } from '../../../../core/api/executions.ts';
import { ExactTime } from '../../components/time.tsx';
import { ExecutionLink } from './execution-link.tsx';
import { ExecutionBadge } from './execution-status.tsx';
import { Took } from './took.tsx';

/** How it stands and where it belongs, in a line. */
export function ExecutionLead({ execution }: { readonly execution: ExecutionDetail }) {
  const { machine, status, startedAt, stoppedAt, redriveCount, incident, parent } = execution;
  return (
    <>
      <ExecutionBadge status={status} />
      <Link href={`/executions?machine=${encodeURIComponent(machine)}`}>{machine}</Link>
      <span>
        began <ExactTime at={startedAt} />
      </span>
      <span>
        {stoppedAt === null ? 'for' : 'took'} <Took startedAt={startedAt} stoppedAt={stoppedAt} />
      </span>
      {redriveCount > 0 && <span>redriven {redriveCount === 1 ? 'once' : `${redriveCount} times`}</span>}
      {incident !== null && (
        <span>
          about <Link href={`/incidents/${encodeURIComponent(incident)}`}>{incident}</Link>
        </span>
      )}
      {parent !== null && (
        <span>
          started by <ExecutionLink id={parent} />
        </span>
      )}
    </>
  );
}
