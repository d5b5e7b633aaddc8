import { useMemo } from 'react';
import type { ExecutionEvent, ExecutionId } from '../../../../core/api/executions.ts';
import { Card } from '../../components/page.tsx';
import { ExecutionLink, executionPath } from './execution-link.tsx';

/** The executions that this one started: a response starts its playbooks, a triage its response. */
export function StartedExecutions({ events }: { readonly events: readonly ExecutionEvent[] }) {
  const children = useMemo(() => listChildren(events), [events]);
  if (children.length === 0) return null;
  return (
    <Card title="Started executions">
      <ul className="stack">
        {children.map((child) => (
          <li key={executionPath(child)}>
            <ExecutionLink id={child} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Each once: an event that tells of the start and one of the end name the same. */
export function listChildren(events: readonly ExecutionEvent[]): ExecutionId[] {
  const children = events.flatMap(({ child }) => child ?? []);
  return [...new Map(children.map((child) => [executionPath(child), child])).values()];
}
