import { Icon } from '../components/icon.tsx';
import { describeKind } from './kinds.ts';
import type { Machine, State, Way } from './machine.ts';
import { describeSummary, statusLooks } from './status.ts';
import type { StateSummary } from './visits/sum-up.ts';
import './outline.css';

interface OutlineProps {
  readonly machine: Machine;
  readonly summaryOf: (state: State) => StateSummary;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The same as the drawing, as lists within lists: states in the order of the definition, and where each leads. */
export const Outline = ({ machine, ...rest }: OutlineProps) => (
  <ol className="outline">
    {machine.states.map((state) => (
      <Item key={state.id} starts={state.id === machine.startAt} state={state} {...rest} />
    ))}
  </ol>
);

interface ItemProps extends Omit<OutlineProps, 'machine'> {
  readonly state: State;
  readonly starts: boolean;
}

function Item({ state, starts, summaryOf, selected, onSelect }: ItemProps) {
  const summary = summaryOf(state);
  const { icon, tone } = statusLooks[summary.status];
  return (
    <li>
      <button
        aria-pressed={selected === state.id}
        className="outline-state"
        data-row
        onClick={() => onSelect(state.id)}
        type="button"
      >
        <span className="outline-title">{state.title}</span>
        <span className="dim">{describeKind(state)}</span>
        {summary.status !== 'idle' && (
          <span className={`badge tone-${tone}`}>
            <Icon name={icon} size={11} />
            {describeSummary(summary)}
          </span>
        )}
      </button>
      <p className="outline-ways">
        {[...(starts ? ['starts here'] : []), ...state.ways.map(describeWay)].join('; ')}
      </p>
      {state.machines.map((inner) => (
        <Outline
          key={inner.startAt}
          machine={inner}
          onSelect={onSelect}
          selected={selected}
          summaryOf={summaryOf}
        />
      ))}
    </li>
  );
}

function describeWay({ to, failure, label }: Way): string {
  const target = to === null ? 'the end' : to.replace(/:$/, '');
  if (failure) return `after ${label ?? 'any error'}: ${target}`;
  return label === null ? `then ${target}` : `${label}: ${target}`;
}
