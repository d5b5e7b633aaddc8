import type { Machine, State } from '../machine.ts';
import { arrange, type Arrangement } from './arrange.ts';
import { type Box, type Drawing, type Line, shift, shiftLine, type Size } from './drawing.ts';
import { type Link, linksOf, marksOf } from './links.ts';
import { GROUP, MARK, sizeLabel, sizeState, STATE_HEIGHT } from './sizes.ts';

/**
 * Where everything stands. Machines within a state are laid out first, side by side, and give it its size.
 * `stateHeight` is that of a box.
 */
export const layOut = (machine: Machine, stateHeight: number = STATE_HEIGHT.plain): Drawing =>
  layOutMachine(machine, { parent: null, within: null, stateHeight });

interface Room {
  readonly parent: string | null;
  /** Tells the machines of one state apart; null: the outermost machine. */
  readonly within: string | null;
  readonly stateHeight: number;
}

function layOutMachine(machine: Machine, { parent, within, stateHeight }: Room): Drawing {
  const marks = marksOf(machine, within);
  const links = linksOf(machine, marks);
  const inner = new Map(machine.states.map((state) => [state.id, layOutInner(state, stateHeight)]));
  const sizes = new Map<string, Size>([
    ...machine.states.map(
      (state) => [state.id, inner.get(state.id) ?? sizeState(state, stateHeight)] as const,
    ),
    ...[marks.start, marks.end].flatMap((id) => (id === null ? [] : [[id, MARK] as const])),
  ]);
  const placed = arrange(
    sizes,
    links.map((link) => ({ ...link, ...sizeLabel(link.label) })),
  );
  const states = new Map(machine.states.map((state) => [state.id, state]));
  const boxes = [...sizes].map(([id, { width, height }]): Box => {
    const state = states.get(id) ?? null;
    return { id, parent, state, width, height, ...cornerOf(placed, id) };
  });
  return {
    width: placed.width,
    height: placed.height,
    boxes: boxes.flatMap((box) => [box, ...(inner.get(box.id)?.boxes ?? [])]),
    lines: [
      ...links.map((link) => drawLine(link, placed)),
      ...boxes.flatMap((box) => (inner.get(box.id)?.lines ?? []).map((line) => shiftLine(line, box))),
    ],
  };
}

const cornerOf = ({ corners }: Arrangement, id: string) => corners.get(id) ?? { x: 0, y: 0 };

function drawLine(link: Link, { routes }: Arrangement): Line {
  const route = routes.get(link.id);
  const labelAt = link.label === null ? null : (route?.middle ?? null);
  return { ...link, points: route?.points ?? [], labelAt };
}

/** The machines within a state, side by side beneath its title; undefined: there are none. */
function layOutInner(state: State, stateHeight: number): Drawing | undefined {
  if (state.machines.length === 0) return undefined;
  const drawings = state.machines.map((machine, index) =>
    layOutMachine(machine, { parent: state.id, within: `${state.id}[${index}]`, stateHeight }),
  );
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const title = sizeState(state, stateHeight);
  const top = title.height + GROUP.beneath;
  let x = GROUP.padding;
  for (const drawing of drawings) {
    const by = { x, y: top };
    boxes.push(
      ...drawing.boxes.map((box) => (box.parent === state.id ? { ...box, ...shift(box, by) } : box)),
    );
    lines.push(...drawing.lines.map((line) => shiftLine(line, by)));
    x += drawing.width + GROUP.gap;
  }
  return {
    width: Math.max(title.width, x - GROUP.gap + GROUP.padding),
    height: top + Math.max(...drawings.map(({ height }) => height)) + GROUP.padding,
    boxes,
    lines,
  };
}
