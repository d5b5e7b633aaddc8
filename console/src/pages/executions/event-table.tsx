import { useMemo, useState } from 'react';
import type { ExecutionEvent } from '../../../../core/api/executions.ts';
import { type Choice, Filters, SearchBox, Select } from '../../components/filters.tsx';
import { Empty } from '../../components/states.tsx';
import { useUrlState } from '../../components/use-url-state.ts';
import { type EventGroup, filterEvents } from './describe-event.ts';
import { EventRow } from './event-row.tsx';
import { Pager } from './pager.tsx';
import '../../components/table.css';
import './events.css';

/** So many rows at once stay quick, however many events there are. */
const ROWS = 100;

const groupChoices: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'failures', label: 'Failures' },
  { value: 'states', label: 'States entered and left' },
  { value: 'tasks', label: 'Tasks' },
];

const orderChoices: readonly Choice[] = [
  { value: '', label: 'Oldest first' },
  { value: 'newest', label: 'Newest first' },
];

interface EventTableProps {
  readonly events: readonly ExecutionEvent[];
  /** Shows a state in the graph. */
  readonly onState: (state: string) => void;
}

/** A history, a page of rows at a time; its filter goes through all of it. */
export function EventTable({ events, onState }: EventTableProps) {
  const [group, setGroup] = useUrlState('events');
  const [q, setQ] = useUrlState('q');
  const [order, setOrder] = useUrlState('order');
  const [page, setPage] = useState(0);
  const found = useMemo(() => {
    const filtered = filterEvents(events, { group: asGroup(group), q });
    return order === 'newest' ? filtered.reverse() : filtered;
  }, [events, group, q, order]);
  const last = Math.max(0, Math.ceil(found.length / ROWS) - 1);
  const shown = Math.min(page, last);
  const rows = found.slice(shown * ROWS, (shown + 1) * ROWS);
  const first = events[0]?.at ?? null;
  return (
    <>
      <Filters>
        <SearchBox label="Find in the events" onChange={setQ} value={q} />
        <Select choices={groupChoices} label="Events" onChange={setGroup} value={group} />
        <Select choices={orderChoices} label="Order" onChange={setOrder} value={order} />
        <Pager onPage={setPage} page={shown} rows={ROWS} total={found.length} />
      </Filters>
      {rows.length === 0 ? (
        <Empty title={events.length === 0 ? 'No events yet' : 'No event is like that'} />
      ) : (
        <Rows first={first} onState={onState} rows={rows} />
      )}
    </>
  );
}

const asGroup = (text: string): EventGroup | '' =>
  text === 'failures' || text === 'states' || text === 'tasks' ? text : '';

interface RowsProps extends Pick<EventTableProps, 'onState'> {
  readonly rows: readonly ExecutionEvent[];
  /** When the execution began: times are told from there. */
  readonly first: string | null;
}

function Rows({ rows, first, onState }: RowsProps) {
  return (
    <div className="table-frame">
      <table className="table events">
        <caption className="visually-hidden">Events</caption>
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Event</th>
            <th scope="col">State</th>
            <th className="wide" scope="col">
              What
            </th>
            <th className="end" scope="col">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((event) => (
            <EventRow event={event} first={first ?? event.at} key={event.id} onState={onState} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
