import type { State } from '../machine.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A box of the drawing. `x` and `y` are its upper left corner, within `parent` where it has one. */
export interface Box extends Size, Point {
  readonly id: string;
  readonly parent: string | null;
  /** Null: the mark where a machine starts or ends. */
  readonly state: State | null;
}

/** A line between two boxes of one machine. Its points are within the whole drawing. */
export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly failure: boolean;
  readonly label: string | null;
  readonly labelAt: Point | null;
  readonly points: readonly Point[];
}

export interface Drawing extends Size {
  /** Each before the boxes within it. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

export const shift = (point: Point, by: Point): Point => ({ x: point.x + by.x, y: point.y + by.y });

export const shiftLine = (line: Line, by: Point): Line => ({
  ...line,
  points: line.points.map((point) => shift(point, by)),
  labelAt: line.labelAt === null ? null : shift(line.labelAt, by),
});
