import { useState } from 'react';
import type { ExecutionEvent } from '../../../../core/api/executions.ts';
import { describeDuration, describeExactly } from '../../components/describe-time.ts';
import { Icon } from '../../components/icon.tsx';
import { Json } from '../../components/json.tsx';
import { parseOrKeep } from '../../graph/json-members.ts';
import { describeEvent, isFailure } from './describe-event.ts';
import { ExecutionLink } from './execution-link.tsx';

interface EventRowProps {
  readonly event: ExecutionEvent;
  readonly first: string;
  readonly onState: (state: string) => void;
}

/** An event in one row, and its details beneath once they are asked for. */
export function EventRow({ event, first, onState }: EventRowProps) {
  const [open, setOpen] = useState(false);
  const { id, type, state, at } = event;
  const failed = isFailure(event);
  return (
    <>
      <tr className={failed ? 'event-failed' : ''}>
        <td>
          <button
            aria-expanded={open}
            aria-label={`Details of event ${id}`}
            className="expand"
            data-row
            onClick={() => setOpen(!open)}
            type="button"
          >
            <Icon name="chevron" size={10} />
            {id}
          </button>
        </td>
        <td className="nowrap">
          {failed && <Icon name="cross" size={11} />} {type}
        </td>
        <td>
          {state !== null && (
            <button
              className="as-link"
              onClick={() => onState(state)}
              title="Show it in the graph"
              type="button"
            >
              {state}
            </button>
          )}
        </td>
        <td className="wide event-what">{describeEvent(event)}</td>
        <td className="end nowrap" title={describeExactly(at)}>
          {describeDuration(Date.parse(at) - Date.parse(first))}
        </td>
      </tr>
      {open && (
        <tr>
          <td className="event-details" colSpan={5}>
            <Details event={event} />
          </td>
        </tr>
      )}
    </>
  );
}

function Details({ event }: { readonly event: ExecutionEvent }) {
  const { id, previousEventId, at, child, details } = event;
  return (
    <div className="stack">
      <p className="dim small">
        {describeExactly(at)}
        {previousEventId > 0 && `, after event ${previousEventId}`}
        {child !== null && (
          <>
            , started <ExecutionLink id={child} />
          </>
        )}
      </p>
      <Json value={unpack(details)} what={`details of event ${id}`} />
    </div>
  );
}

/** Input and output are JSON in text: laid out with the rest they can be read. */
const unpack = (details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      packed.has(name) && typeof value === 'string' ? parseOrKeep(value) : value,
    ]),
  );

const packed: ReadonlySet<string> = new Set(['input', 'output', 'parameters']);
