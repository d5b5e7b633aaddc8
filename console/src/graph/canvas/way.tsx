import type { EdgeProps } from '@xyflow/react';
import { drawPath } from '../layout/draw-path.ts';
import { cutLabel, sizeLabel } from '../layout/sizes.ts';
import type { WayEdge } from './to-flow.ts';

/** A line along the points that the layout gave it; dashed where it is taken after a failure. */
export function Way({ data }: EdgeProps<WayEdge>) {
  if (data === undefined) return null;
  const { points, label, labelAt, failure } = data.line;
  return (
    <g className={failure ? 'way way-failure' : 'way'}>
      <path d={drawPath(points)} markerEnd={`url(#${failure ? 'tip-failure' : 'tip'})`} />
      {label !== null && labelAt !== null && (
        <g transform={`translate(${labelAt.x} ${labelAt.y})`}>
          <title>{label}</title>
          <Plate {...sizeLabel(label)} />
          <text dy="0.32em" textAnchor="middle">
            {cutLabel(label)}
          </text>
        </g>
      )}
    </g>
  );
}

const Plate = ({ width, height }: { readonly width: number; readonly height: number }) => (
  <rect height={height} rx={4} width={width} x={-width / 2} y={-height / 2} />
);

/** The tips of lines: each page that draws lines has them once. */
export const Tips = () => (
  <svg aria-hidden="true" className="tips" height="0" width="0">
    <defs>
      {['tip', 'tip-failure'].map((id) => (
        <marker
          id={id}
          key={id}
          markerHeight="7"
          markerWidth="7"
          orient="auto"
          refX="7"
          refY="4"
          viewBox="0 0 8 8"
        >
          <path d="M0 0.5 8 4 0 7.500Z" />
        </marker>
      ))}
    </defs>
  </svg>
);
