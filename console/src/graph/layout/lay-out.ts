import type { Machine, State } from '../machine.ts';
import { arrange, type Arrangement } from './arrange.ts';
import { type Box, type Drawing, type Line, shift, shiftLine, type Size } from './drawing.ts';
import { type Link, linksOf, marksOf } from './links.ts';
import { GROUP, MARK, sizeLabel, sizeState } from './sizes.ts';

/** Where everything stands. Machines within a state are laid out first, side by side, and give it its size. */
export const layOut = (machine: Machine): Drawing => layOutMachine(machine, null, null);

/** `within` tells the machines of one state apart; null: the outermost machine. */
function layOutMachine(machine: Machine, parent: string | null, within: string | null): Drawing {
  const marks = marksOf(machine, within);
  const links = linksOf(machine, marks);
  const inner = new Map(machine.states.map((state) => [state.id, layOutInner(state)]));
  const sizes = new Map<string, Size>([
    ...machine.states.map((state) => [state.id, inner.get(state.id) ?? sizeState(state)] as const),
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
function layOutInner(state: State): Drawing | undefined {
  if (state.machines.length === 0) return undefined;
  const drawings = state.machines.map((machine, index) =>
    layOutMachine(machine, state.id, `${state.id}[${index}]`),
  );
  const boxes: Box[] = [];
  const lines: Line[] = [];
  let x = GROUP.padding;
  for (const drawing of drawings) {
    const by = { x, y: GROUP.header };
    boxes.push(
      ...drawing.boxes.map((box) => (box.parent === state.id ? { ...box, ...shift(box, by) } : box)),
    );
    lines.push(...drawing.lines.map((line) => shiftLine(line, by)));
    x += drawing.width + GROUP.gap;
  }
  return {
    width: Math.max(sizeState(state).width, x - GROUP.gap + GROUP.padding),
    height: GROUP.header + Math.max(...drawings.map(({ height }) => height)) + GROUP.padding,
    boxes,
    lines,
  };
}
