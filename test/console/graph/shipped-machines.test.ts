import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walkSteps } from '../../../core/playbook/compile/walk.ts';
import { shippedPlaybooks } from '../../../runtime/home/shipped-playbooks.ts';
import { loadLibrary } from '../../../runtime/playbooks/library.ts';
import { canUnfold, foldPlaybook, isPlaybook } from '../../../console/src/graph/fold/fold-playbook.ts';
import { hideFailures } from '../../../console/src/graph/hide-failures.ts';
import { layOut } from '../../../console/src/graph/layout/lay-out.ts';
import type { Box, Drawing } from '../../../console/src/graph/layout/drawing.ts';
import { listStates, type Machine } from '../../../console/src/graph/machine.ts';
import { readDefinition } from '../../../console/src/graph/read-definition.ts';

const { playbooks } = await loadLibrary(shippedPlaybooks);
const folder = join(import.meta.dirname, '../../../statemachines');
const own = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const compiled = playbooks.map(
  ({ playbook, definition }) => [playbook.id, JSON.stringify(definition)] as const,
);

function machineOf(text: string): Machine {
  const machine = readDefinition(text);
  if (machine === null) throw new Error('is no definition');
  return machine;
}

/** All machines: the outermost, and those within states. */
const machinesIn = (machine: Machine): Machine[] => [
  machine,
  ...machine.states.flatMap(({ machines }) => machines.flatMap(machinesIn)),
];

/** Ways to states that are not in the same machine. */
const dangling = (machine: Machine): string[] =>
  machinesIn(machine).flatMap(({ startAt, states }) => {
    const known = new Set(states.map(({ id }) => id));
    const targets = [startAt, ...states.flatMap(({ ways }) => ways.flatMap(({ to }) => to ?? []))];
    return targets.filter((target) => !known.has(target));
  });

/** Pairs of boxes of one parent that lie over each other, and boxes that reach out of their parent. */
function misplaced({ boxes }: Drawing): string[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const over = (one: Box, two: Box) =>
    one.x < two.x + two.width &&
    two.x < one.x + one.width &&
    one.y < two.y + two.height &&
    two.y < one.y + one.height;
  const outside = ({ parent, x, y, width, height }: Box) => {
    const around = parent === null ? undefined : byId.get(parent);
    return around !== undefined && (x < 0 || y < 0 || x + width > around.width || y + height > around.height);
  };
  const siblings = [...Map.groupBy(boxes, ({ parent }) => parent).values()];
  return [
    ...boxes.filter(outside).map(({ id }) => `${id} is outside`),
    ...siblings.flatMap((group) =>
      group.flatMap((one, index) =>
        group.slice(index + 1).flatMap((two) => (over(one, two) ? [`${one.id} over ${two.id}`] : [])),
      ),
    ),
  ];
}

/** Lines that do not begin and end at the borders of their boxes. */
function loose({ boxes, lines }: Drawing): string[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const cornerOf = ({ parent, x, y }: Box): { x: number; y: number } => {
    const around = parent === null ? undefined : byId.get(parent);
    if (around === undefined) return { x, y };
    const corner = cornerOf(around);
    return { x: corner.x + x, y: corner.y + y };
  };
  const touches = (id: string, point: { x: number; y: number } | undefined): boolean => {
    const box = byId.get(id);
    if (box === undefined || point === undefined) return false;
    const { x, y } = cornerOf(box);
    const [dx, dy] = [Math.abs(point.x - x - box.width / 2), Math.abs(point.y - y - box.height / 2)];
    return dx <= box.width / 2 + 1 && dy <= box.height / 2 + 1;
  };
  return lines
    .filter(({ from, to, points }) => !touches(from, points[0]) || !touches(to, points.at(-1)))
    .map(({ id }) => id);
}

describe.each([...own, ...compiled])('the graph of %s', (_id, text) => {
  const machine = machineOf(text);

  it('has every state once, and every way leads to a state of its machine', () => {
    const names = listStates(machine).map(({ id }) => id);
    const written = [...text.matchAll(/"(?:Type)":/g)];
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(written.length);
    expect(dangling(machine)).toEqual([]);
  });

  it.each([
    ['with', (whole: Machine) => whole],
    ['without', hideFailures],
  ])('is laid out with nothing over each other, %s the ways of failures', (_title, pick) => {
    const picked = pick(machine);
    const drawing = layOut(picked);
    expect(dangling(picked)).toEqual([]);
    expect(misplaced(drawing)).toEqual([]);
    expect(loose(drawing)).toEqual([]);
    expect(drawing.boxes.filter(({ state }) => state !== null)).toHaveLength(listStates(picked).length);
  });
});

it.each(own)('%s is no playbook, and is drawn as it stands', (_file, text) => {
  expect(isPlaybook(machineOf(text))).toBe(false);
});

describe.each(playbooks.map(({ playbook, definition }) => [playbook.id, { playbook, definition }] as const))(
  'the folded graph of %s',
  (_id, { playbook, definition }) => {
    const machine = machineOf(JSON.stringify(definition));
    const folded = foldPlaybook(machine);
    const steps = [...walkSteps(playbook.steps)].map(({ step }) => step);

    it('has one node for each step, of its kind, and no others than the begin and the end', () => {
      expect(isPlaybook(machine)).toBe(true);
      const nodes = listStates(hideFailures(folded));
      expect(nodes.map(({ title }) => title).sort()).toEqual(
        ['Begin', ...steps.map(({ id }) => id), 'End'].sort(),
      );
      for (const step of steps) {
        const node = nodes.find(({ title }) => title === step.id);
        expect(step).toHaveProperty(node?.kind ?? '');
        if ('action' in step) expect(node?.detail).toBe(step.action);
        expect(node?.condition === null).toBe(step.when === undefined);
      }
    });

    it('stands for every state but the wrappers', () => {
      const members = listStates(folded).flatMap((state) => state.members);
      expect(new Set(members).size).toBe(members.length);
      const left = listStates(machine).filter(({ id }) => !members.includes(id));
      expect(left.map(({ id }) => id.replace(/^.*\]: /, '')).filter((id) => !wrappers.has(id))).toEqual([]);
    });

    it('leads from each node to another of its machine, failures shown or not, and is laid out', () => {
      for (const shown of [folded, hideFailures(folded)]) {
        expect(dangling(shown)).toEqual([]);
        const drawing = layOut(shown);
        expect([...misplaced(drawing), ...loose(drawing)]).toEqual([]);
      }
    });

    it('shows the states of a step that is unfolded within its node', () => {
      const step = listStates(folded).find(({ kind }) => kind === 'action') ?? folded.states[0];
      if (step === undefined || step.kind !== 'action') return;
      expect(canUnfold(step)).toBe(true);
      const unfolded = foldPlaybook(machine, new Set([step.id]));
      const node = listStates(unfolded).find(({ id }) => id === step.id);
      expect(node?.machines.flatMap(({ states }) => states.map(({ id }) => id))).toEqual(step.members);
      expect(dangling(unfolded)).toEqual([]);
      expect(misplaced(layOut(unfolded))).toEqual([]);
      expect(node !== undefined && canUnfold(node)).toBe(true);
    });
  },
);

it('shows what happens on errors apart from the ordinary way: a choice whose steps fail has a node for that', () => {
  const isolate = compiled.find(([id]) => id === 'isolate-compromised-instance')?.[1] ?? '';
  const folded = foldPlaybook(machineOf(isolate));
  const failed = folded.states.find(({ id }) => id === 'how: Failed');
  const waysTo = (id: string) => folded.states.flatMap(({ ways }) => ways.filter(({ to }) => to === id));
  expect(failed?.ways).toEqual([{ to: 'End', failure: true, label: null }]);
  expect(waysTo('how: Failed').map(({ failure }) => failure)).toEqual([true, true, true, true]);
  expect(waysTo('how:').map(({ failure }) => failure)).toEqual([false]);
  expect(hideFailures(folded).states.map(({ id }) => id)).not.toContain('how: Failed');
});

/** What core/playbook/compile/scope.ts and machine.ts put around steps. */
const wrappers = new Set(['Steps', 'Guard', 'Start', 'Done', 'Broken']);

it('draws what a half-typed definition has, and leaves out ways to nowhere', () => {
  const machine = machineOf('{"StartAt":"One","States":{"One":{"Type":"Pass","Next":"Nowhere"}}}');
  expect(layOut(machine).lines.map(({ id }) => id)).toEqual(['(start) → One']);
});
