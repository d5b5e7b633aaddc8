import { ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { Drawing } from '../layout/drawing.ts';
import { layOut } from '../layout/lay-out.ts';
import type { Machine, State } from '../machine.ts';
import type { StateSummary } from '../visits/sum-up.ts';
import { type Choices, ChoicesContext } from './choices.ts';
import { fitOptions } from './fit-options.ts';
import { type Direction, findNear, placeBoxes } from './near.ts';
import { GroupBox, Mark, StateBox } from './state-box.tsx';
import { toEdges, toNodes } from './to-flow.ts';
import { Tips, Way } from './way.tsx';
import { ZoomButtons } from './zoom-buttons.tsx';
import '@xyflow/react/dist/base.css';
import './canvas.css';

const nodeTypes = { state: StateBox, scope: GroupBox, mark: Mark };
const edgeTypes = { way: Way };

export interface CanvasProps {
  readonly machine: Machine;
  readonly summaryOf: (state: State) => StateSummary;
  /** In pixels: with a line for the status, or without (STATE_HEIGHT). */
  readonly stateHeight: number;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly fold: Choices['fold'];
}

/** The machine as a drawing to zoom and move about in. Tab leads to one state, the arrow keys to the others. */
export const Canvas = (props: CanvasProps) => (
  <ReactFlowProvider>
    <Drawn {...props} />
  </ReactFlowProvider>
);

function Drawn({ machine, summaryOf, stateHeight, selected, onSelect, fold }: CanvasProps) {
  const drawing = useMemo(() => layOut(machine, stateHeight), [machine, stateHeight]);
  const nodes = useMemo(() => toNodes(drawing, summaryOf), [drawing, summaryOf]);
  const edges = useMemo(() => toEdges(drawing), [drawing]);
  const placed = useMemo(() => placeBoxes(drawing.boxes), [drawing]);
  const place = useRef<HTMLDivElement>(null);
  useFit(drawing);
  const tabStop = placed.some(({ id }) => id === selected) ? selected : (placed[0]?.id ?? null);
  const choices = { selected, tabStop, select: onSelect, fold };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).dataset['state'];
    const direction = arrows[event.key];
    if (from === undefined) return;
    if (event.key === ' ' && fold !== null) fold.toggle(from);
    else if (direction !== undefined) focusState(place.current, findNear(placed, from, direction));
    else return;
    event.preventDefault();
  };
  return (
    <div className="canvas" onKeyDown={onKeyDown} ref={place} role="presentation">
      <Tips />
      <ChoicesContext value={choices}>
        <ReactFlow
          aria-label="State machine"
          disableKeyboardA11y
          edgeTypes={edgeTypes}
          edges={edges}
          edgesFocusable={false}
          elementsSelectable={false}
          fitView
          fitViewOptions={fitOptions}
          maxZoom={2}
          minZoom={0.05}
          nodeTypes={nodeTypes}
          nodes={nodes}
          nodesConnectable={false}
          nodesDraggable={false}
          nodesFocusable={false}
          preventScrolling={false}
          zoomOnDoubleClick={false}
          zoomOnScroll={false}
        >
          <ZoomButtons />
        </ReactFlow>
      </ChoicesContext>
    </div>
  );
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

function focusState(place: HTMLElement | null, id: string | null): void {
  if (place === null || id === null) return;
  place.querySelector<HTMLElement>(`[data-state="${CSS.escape(id)}"]`)?.focus();
}

/** Another machine, or another view of it, is shown whole again. */
function useFit(drawing: Drawing): void {
  const { fitView } = useReactFlow();
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView(fitOptions));
    return () => cancelAnimationFrame(frame);
  }, [drawing, fitView]);
}
