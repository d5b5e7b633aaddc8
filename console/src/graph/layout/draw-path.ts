import type { Point } from './drawing.ts';

/** How far before a bend its curve begins, at most. */
const RADIUS = 18;

/** An SVG path along the points, its bends rounded. */
export function drawPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = rest.map((point, index) => {
    const next = rest[index + 1];
    const before = points[index] ?? point;
    return next === undefined ? `L ${at(point)}` : bend(before, point, next);
  });
  return [`M ${at(first)}`, ...parts].join(' ');
}

function bend(before: Point, point: Point, after: Point): string {
  return `L ${at(towards(point, before))} Q ${at(point)} ${at(towards(point, after))}`;
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const share = Math.min(RADIUS, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
