import { Graph, layout } from '@dagrejs/dagre';
import type { Point, Size } from './drawing.ts';

interface Link extends Size {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface Arrangement extends Size {
  /** Of each node, its upper left corner. */
  readonly corners: ReadonlyMap<string, Point>;
  /** Of each link, the bends of its line, and the middle of its label. */
  readonly routes: ReadonlyMap<string, { readonly points: readonly Point[]; readonly middle: Point }>;
}

/** Arranges one level from top to bottom. The size of a link is that of its label. */
export function arrange(nodes: ReadonlyMap<string, Size>, links: readonly Link[]): Arrangement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 32, ranksep: 34, edgesep: 16 });
  for (const [id, { width, height }] of nodes) graph.setNode(id, { width, height });
  for (const { id, from, to, width, height } of links) {
    graph.setEdge(from, to, { width, height, labelpos: 'c' }, id);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return { width, height, corners: readCorners(graph, nodes), routes: readRoutes(graph) };
}

function readCorners(graph: Graph, nodes: ReadonlyMap<string, Size>): Map<string, Point> {
  const corners = [...nodes].map(([id, size]) => {
    // dagre gives the middle.
    const { x, y } = graph.node(id) as Point;
    return [id, { x: x - size.width / 2, y: y - size.height / 2 }] as const;
  });
  return new Map(corners);
}

/** How graphlib calls a link: its ends, and its name. */
interface LinkKey {
  readonly v: string;
  readonly w: string;
  readonly name?: string;
}

function readRoutes(graph: Graph): Map<string, { points: readonly Point[]; middle: Point }> {
  const routes = graph.edges().map((edge: LinkKey) => {
    const { points, x = 0, y = 0 } = graph.edge(edge) as { points: Point[]; x?: number; y?: number };
    return [edge.name ?? '', { points: points.map(pick), middle: { x, y } }] as const;
  });
  return new Map(routes);
}

const pick = ({ x, y }: Point): Point => ({ x, y });
