import { Badge } from '../../components/badge.tsx';
import { describeKind } from '../../graph/kinds.ts';
import { partsOf } from '../../graph/fold/state-names.ts';
import type { State } from '../../graph/machine.ts';
import { describeSummary, statusLooks } from '../../graph/status.ts';
import type { Visit } from '../../graph/visits/visit.ts';
import type { StateSummary, VisitsByState } from '../../graph/visits/sum-up.ts';
import { VisitView } from './visit-view.tsx';

interface StatePanelProps {
  readonly state: State;
  readonly summary: StateSummary;
  readonly visits: VisitsByState;
}

/** A Map may have gone through a state ten thousand times. */
const MOST = 50;

/** What is known about a state: each time that it, or a state folded into it, was entered. */
export function StatePanel({ state, summary, visits }: StatePanelProps) {
  const { title, condition, members } = state;
  const { icon, tone } = statusLooks[summary.status];
  const entered = members
    .flatMap((name) => visits.get(name) ?? [])
    .toSorted((one, other) => one.entered.id - other.entered.id);
  return (
    <aside aria-label={`State ${title}`} className="state-panel">
      <header className="state-panel-head">
        <h2 className="wrap-anywhere">{title}</h2>
        <Badge icon={icon} tone={tone}>
          {describeSummary(summary)}
        </Badge>
      </header>
      <p className="dim small wrap-anywhere">{describeKind(state)}</p>
      {condition !== null && (
        <p className="small">
          Only when <code className="wrap-anywhere">{condition}</code>
        </p>
      )}
      {entered.length === 0 && <p className="dim">It was not entered.</p>}
      {entered.slice(0, MOST).map((visit, index) => (
        <VisitView
          key={visit.entered.id}
          name={nameVisit(visit, { index, of: entered.length, states: members.length })}
          open={entered.length === 1 || visit.status === 'failed'}
          visit={visit}
        />
      ))}
      {entered.length > MOST && (
        <p className="dim small">
          {(entered.length - MOST).toLocaleString('en')} more times: the events below have them all.
        </p>
      )}
    </aside>
  );
}

interface Place {
  readonly index: number;
  readonly of: number;
  readonly states: number;
}

function nameVisit({ state }: Visit, { index, of, states }: Place): string | null {
  if (states > 1) return partsOf(state).phase ?? state;
  return of > 1 ? `${index + 1}` : null;
}
