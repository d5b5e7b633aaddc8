import { Link } from 'wouter';
import type { ExecutionId } from '../../../../core/api/executions.ts';

export const executionPath = ({ machine, name }: ExecutionId): string =>
  `/executions/${encodeURIComponent(machine)}/${encodeURIComponent(name)}`;

/** An execution by its name; which machine runs it stands before it. */
export const ExecutionLink = ({ id }: { readonly id: ExecutionId }) => (
  <Link className="wrap-anywhere" href={executionPath(id)}>
    {id.machine} / {id.name}
  </Link>
);
