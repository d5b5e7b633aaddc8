import type { ExecutionEvent } from '../../../../core/api/executions.ts';

export type EventGroup = 'failures' | 'states' | 'tasks';

/** Whether an event tells of something that went wrong. */
export const isFailure = ({ type }: Pick<ExecutionEvent, 'type'>): boolean =>
  /(Failed|TimedOut|Aborted)$/.test(type);

const groups: Readonly<Record<EventGroup, (event: ExecutionEvent) => boolean>> = {
  failures: isFailure,
  states: ({ type }) => /State(Entered|Exited)$/.test(type),
  tasks: ({ type }) => /^(Task|LambdaFunction|Activity)(?!State)/.test(type),
};

export interface EventFilter {
  /** Empty: events of all kinds. */
  readonly group: EventGroup | '';
  /** Part of the type, the state, or what the event says in one line. */
  readonly q: string;
}

export function filterEvents(events: readonly ExecutionEvent[], { group, q }: EventFilter): ExecutionEvent[] {
  const wanted = q.trim().toLowerCase();
  return events.filter(
    (event) =>
      (group === '' || groups[group](event)) &&
      (wanted === '' ||
        `${event.id} ${event.type} ${event.state} ${describeEvent(event)}`.toLowerCase().includes(wanted)),
  );
}

/** What an event says in one line: the error and its cause, what was called, which iteration it was. */
export function describeEvent({ details, child }: ExecutionEvent): string {
  const { error, cause, resourceType, resource, index, length, redriveCount } = details;
  const call = [resourceType, resource].filter((part) => typeof part === 'string').join(':');
  const parts = [
    typeof error === 'string' ? `${error}${typeof cause === 'string' ? `: ${cause}` : ''}` : call,
    typeof index === 'number' && `item ${index}`,
    typeof length === 'number' && (length === 1 ? '1 item' : `${length} items`),
    typeof redriveCount === 'number' && `redrive ${redriveCount}`,
    child !== null && `started ${child.machine} / ${child.name}`,
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
}
