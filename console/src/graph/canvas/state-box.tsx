import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo, use } from 'react';
import { Icon } from '../../components/icon.tsx';
import { canUnfold } from '../fold/fold-playbook.ts';
import { describeKind } from '../kinds.ts';
import type { State } from '../machine.ts';
import { describeSummary, statusLooks } from '../status.ts';
import type { StateSummary } from '../visits/sum-up.ts';
import { ChoicesContext } from './choices.ts';
import type { MarkNode, StateNode } from './to-flow.ts';

/** A state, or a step of a playbook. */
export const StateBox = memo(({ data: { state, summary } }: NodeProps<StateNode>) => (
  <Frame look="state-box" state={state} summary={summary} />
));

/** A state with machines in it: its title is a bar above them. */
export const GroupBox = memo(({ data: { state, summary } }: NodeProps<StateNode>) => (
  <Frame look="group-box" state={state} summary={summary} />
));

interface FrameProps {
  readonly look: 'state-box' | 'group-box';
  readonly state: State;
  readonly summary: StateSummary;
}

function Frame({ look, state, summary }: FrameProps) {
  const { selected } = use(ChoicesContext);
  const chosen = selected === state.id ? ' chosen' : '';
  return (
    <div className={`${look} is-${summary.status}${chosen}`}>
      <Ends />
      <StateButton state={state} summary={summary} />
      <FoldButton state={state} />
    </div>
  );
}

function StateButton({ state, summary }: Omit<FrameProps, 'look'>) {
  const { selected, tabStop, select } = use(ChoicesContext);
  const { id, title, condition } = state;
  return (
    <button
      aria-pressed={selected === id}
      className="state-button nopan"
      data-state={id}
      onClick={() => select(id)}
      tabIndex={tabStop === id ? 0 : -1}
      title={describeAll(state)}
      type="button"
    >
      <span className="state-title">{title}</span>
      <span className="state-kind">{describeKind(state)}</span>
      <StatusLine summary={summary} />
      {condition !== null && <span className="state-when">when</span>}
    </button>
  );
}

/** What the box may have had to cut. */
const describeAll = (state: State): string =>
  [state.title, describeKind(state), state.condition !== null && `Only when ${state.condition}`]
    .filter(Boolean)
    .join('\n');

function FoldButton({ state }: { readonly state: State }) {
  const { fold } = use(ChoicesContext);
  if (fold === null || !canUnfold(state)) return null;
  const unfolded = fold.isUnfolded(state.id);
  return (
    <button
      aria-expanded={unfolded}
      aria-label={`States of ${state.title}`}
      className="fold-button nopan"
      onClick={() => fold.toggle(state.id)}
      tabIndex={-1}
      title={unfolded ? 'Fold (Space)' : 'Show its states (Space)'}
      type="button"
    >
      <Icon name="chevron" size={12} />
    </button>
  );
}

/** An icon and words, so that the colour is a comfort only. */
function StatusLine({ summary }: { readonly summary: StateSummary }) {
  const { status } = summary;
  if (status === 'idle') return null;
  return (
    <span className={`state-status ink-${statusLooks[status].tone}`}>
      <Icon name={statusLooks[status].icon} size={11} /> {describeSummary(summary)}
    </span>
  );
}

/** Where a machine starts or ends. */
export const Mark = memo(({ data: { label } }: NodeProps<MarkNode>) => (
  <div className="mark-box">
    <Ends />
    {label}
  </div>
));

/** React Flow ties lines to these; where they run is the layout's business. */
const Ends = () => (
  <>
    <Handle isConnectable={false} position={Position.Top} type="target" />
    <Handle isConnectable={false} position={Position.Bottom} type="source" />
  </>
);
