import { useCallback, useMemo, useState } from 'react';
import { Empty } from '../../components/states.tsx';
import type { Machine, State } from '../../graph/machine.ts';
import { readDefinition } from '../../graph/read-definition.ts';
import { StateGraph } from '../../graph/state-graph.tsx';
import { useView } from '../../graph/use-view.ts';
import { IDLE, lightUp, type StateSummary } from '../../graph/visits/sum-up.ts';

interface PlaybookGraphProps {
  /** ASL as JSON text; null: the text has had errors since it was opened. */
  readonly definition: string | null;
  /** The states that a rehearsal came through; null: there was none. */
  readonly entered: ReadonlySet<string> | null;
  readonly onState: (name: string) => void;
}

/** What a playbook does, as a graph; what a rehearsal came through is lit in it. */
export function PlaybookGraph({ definition, ...rest }: PlaybookGraphProps) {
  const machine = useMemo(() => (definition === null ? null : readDefinition(definition)), [definition]);
  if (machine === null)
    return (
      <Empty title="No graph yet">
        <p>It is drawn as soon as the playbook compiles.</p>
      </Empty>
    );
  return <Drawn machine={machine} {...rest} />;
}

interface DrawnProps extends Omit<PlaybookGraphProps, 'definition'> {
  readonly machine: Machine;
}

function Drawn({ machine, entered, onState }: DrawnProps) {
  const view = useView(machine);
  const [selected, setSelected] = useState<string | null>(null);
  const summaryOf = useCallback(
    (state: State): StateSummary => (entered === null ? IDLE : lightUp(state, entered)),
    [entered],
  );
  const select = (id: string) => {
    setSelected(id);
    onState(id);
  };
  return (
    <StateGraph
      hasStatus={entered !== null}
      onSelect={select}
      selected={selected}
      summaryOf={summaryOf}
      view={view}
    />
  );
}
