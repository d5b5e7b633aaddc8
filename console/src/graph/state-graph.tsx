import { useMemo } from 'react';
import { Switch } from '../components/switch.tsx';
import { Canvas } from './canvas/canvas.tsx';
import { findState } from './find-state.ts';
import { STATE_HEIGHT } from './layout/sizes.ts';
import type { State } from './machine.ts';
import { Outline } from './outline.tsx';
import type { View } from './use-view.ts';
import type { StateSummary } from './visits/sum-up.ts';
import './state-graph.css';

interface StateGraphProps {
  readonly view: View;
  readonly summaryOf: (state: State) => StateSummary;
  /** The id of a state, or of one that was folded into another. */
  /** Whether the states have one: those of a machine that is not running do not. */
  readonly hasStatus: boolean;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** A state machine as a drawing or as a list, with what can be shown or folded away above it. */
export function StateGraph({ view, summaryOf, hasStatus, selected, onSelect }: StateGraphProps) {
  const chosen = useMemo(() => findState(view.shown, selected)?.id ?? null, [view.shown, selected]);
  const shared = { machine: view.shown, summaryOf, selected: chosen, onSelect };
  return (
    <div className="state-graph">
      <ViewBar view={view} />
      {view.asList ? (
        <div className="outline-frame">
          <Outline {...shared} />
        </div>
      ) : (
        <Canvas
          {...shared}
          fold={view.fold}
          stateHeight={hasStatus ? STATE_HEIGHT.withStatus : STATE_HEIGHT.plain}
        />
      )}
    </div>
  );
}

function ViewBar({ view }: { readonly view: View }) {
  const { folded, setFolded, failures, setFailures, asList, setAsList } = view;
  return (
    <div className="row">
      {folded !== null && (
        <Switch
          choices={[
            { label: 'Steps', chosen: folded, choose: () => setFolded(true) },
            { label: 'States', chosen: !folded, choose: () => setFolded(false) },
          ]}
          label="What a node stands for"
        />
      )}
      <Switch
        choices={[
          { label: 'Graph', chosen: !asList, choose: () => setAsList(false) },
          { label: 'List', chosen: asList, choose: () => setAsList(true) },
        ]}
        label="How it is shown"
      />
      <label className="check">
        <input checked={failures} onChange={({ target }) => setFailures(target.checked)} type="checkbox" />
        What happens on errors
      </label>
    </div>
  );
}
