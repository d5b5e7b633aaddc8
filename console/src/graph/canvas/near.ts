import type { Box, Point } from '../layout/drawing.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** Where each box of a drawing stands in the whole. */
export interface Placed {
  readonly id: string;
  readonly middle: Point;
}

/** The middles of all boxes that are states. */
export function placeBoxes(boxes: readonly Box[]): Placed[] {
  const corners = new Map<string, Point>();
  return boxes.flatMap(({ id, parent, state, x, y, width, height }) => {
    const around = parent === null ? { x: 0, y: 0 } : (corners.get(parent) ?? { x: 0, y: 0 });
    const corner = { x: around.x + x, y: around.y + y };
    corners.set(id, corner);
    // Of a group the title is meant, which is at its top.
    const down = state !== null && state.machines.length > 0 ? 24 : height / 2;
    return state === null ? [] : [{ id, middle: { x: corner.x + width / 2, y: corner.y + down } }];
  });
}

const axes: Readonly<Record<Direction, Point>> = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
};

/** What lies straight ahead is nearer than what lies aside, by this factor. */
const ASIDE = 2.5;

/** The state that an arrow key goes to from another; null: there is none that way. */
export function findNear(placed: readonly Placed[], from: string, direction: Direction): string | null {
  const start = placed.find(({ id }) => id === from)?.middle;
  if (start === undefined) return placed[0]?.id ?? null;
  const axis = axes[direction];
  const ways = placed.flatMap(({ id, middle }) => {
    const [x, y] = [middle.x - start.x, middle.y - start.y];
    const ahead = x * axis.x + y * axis.y;
    const aside = Math.abs(x * axis.y) + Math.abs(y * axis.x);
    return ahead > 1 ? [{ id, cost: ahead + ASIDE * aside }] : [];
  });
  return ways.toSorted((one, other) => one.cost - other.cost)[0]?.id ?? null;
}
