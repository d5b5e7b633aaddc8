import { useCallback, useMemo } from 'react';
import type { ExecutionEvent } from '../../../../core/api/executions.ts';
import { Empty } from '../../components/states.tsx';
import { findState } from '../../graph/find-state.ts';
import { findUrgent } from '../../graph/visits/find-urgent.ts';
import type { Machine, State } from '../../graph/machine.ts';
import { readDefinition } from '../../graph/read-definition.ts';
import { StateGraph } from '../../graph/state-graph.tsx';
import { useView } from '../../graph/use-view.ts';
import { readVisits } from '../../graph/visits/read-visits.ts';
import { groupVisits, sumUp } from '../../graph/visits/sum-up.ts';
import { StatePanel } from './state-panel.tsx';
import './execution-graph.css';

interface ExecutionGraphProps {
  /** ASL as JSON text. */
  readonly definition: string;
  readonly events: readonly ExecutionEvent[];
  readonly selected: string;
  readonly onSelect: (state: string) => void;
}

/** The states, as they stand, beside what is known about the one that is chosen. */
export function ExecutionGraph({ definition, ...rest }: ExecutionGraphProps) {
  const machine = useMemo(() => readDefinition(definition), [definition]);
  if (machine === null) return <Empty title="The definition cannot be drawn" />;
  return <Drawn machine={machine} {...rest} />;
}

interface DrawnProps extends Omit<ExecutionGraphProps, 'definition'> {
  readonly machine: Machine;
}

function Drawn({ machine, events, selected, onSelect }: DrawnProps) {
  const view = useView(machine);
  const visits = useMemo(() => groupVisits(readVisits(events)), [events]);
  const summaryOf = useCallback((state: State) => sumUp(state, visits), [visits]);
  const state = useMemo(
    () => findState(view.shown, selected) ?? (selected === '' ? findUrgent(view.shown, visits) : null),
    [view.shown, selected, visits],
  );
  return (
    <div className="graph-and-panel">
      <StateGraph
        hasStatus
        onSelect={onSelect}
        selected={state?.id ?? null}
        summaryOf={summaryOf}
        view={view}
      />
      {state === null ? (
        <aside className="state-panel">
          <p className="dim">Choose a state to see what went into it and what came out.</p>
        </aside>
      ) : (
        <StatePanel key={state.id} state={state} summary={summaryOf(state)} visits={visits} />
      )}
    </div>
  );
}
