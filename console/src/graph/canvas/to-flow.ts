import type { Edge, Node } from '@xyflow/react';
import type { Box, Drawing, Line } from '../layout/drawing.ts';
import type { State } from '../machine.ts';
import type { StateSummary } from '../visits/sum-up.ts';

export type StateNode = Node<{ readonly state: State; readonly summary: StateSummary }, 'state' | 'scope'>;
export type MarkNode = Node<{ readonly label: string }, 'mark'>;
export type FlowNode = StateNode | MarkNode;
export type WayEdge = Edge<{ readonly line: Line }, 'way'>;

/** The drawing as React Flow takes it. */
export function toNodes({ boxes }: Drawing, summaryOf: (state: State) => StateSummary): FlowNode[] {
  return boxes.map((box) => ({ ...placeOf(box), ...contentOf(box, summaryOf) }));
}

const placeOf = ({ id, parent, x, y, width, height }: Box) => ({
  id,
  position: { x, y },
  width,
  height,
  ...(parent !== null && { parentId: parent }),
});

function contentOf({ id, state }: Box, summaryOf: (state: State) => StateSummary) {
  if (state === null)
    return { type: 'mark' as const, data: { label: id.startsWith('(start') ? 'Start' : 'End' } };
  const type = state.machines.length > 0 ? ('scope' as const) : ('state' as const);
  return { type, data: { state, summary: summaryOf(state) } };
}

/** In front of groups, which are nodes too. */
const ABOVE_GROUPS = 1;

export const toEdges = ({ lines }: Drawing): WayEdge[] =>
  lines.map((line) => ({
    id: line.id,
    type: 'way',
    source: line.from,
    target: line.to,
    zIndex: ABOVE_GROUPS,
    data: { line },
    ariaLabel: nameLine(line),
  }));

function nameLine({ from, to, failure, label }: Line): string {
  const when = failure ? `after ${label ?? 'any error'}` : label;
  return `From ${from} to ${to}${when === null ? '' : `, ${when}`}`;
}
