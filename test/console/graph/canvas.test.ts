import { describe, expect, it } from 'vitest';
import { findNear, placeBoxes } from '../../../console/src/graph/canvas/near.ts';
import { findState } from '../../../console/src/graph/find-state.ts';
import { drawPath } from '../../../console/src/graph/layout/draw-path.ts';
import { layOut } from '../../../console/src/graph/layout/lay-out.ts';
import { readDefinition } from '../../../console/src/graph/read-definition.ts';
import { foldPlaybook } from '../../../console/src/graph/fold/fold-playbook.ts';

const choice = {
  StartAt: 'Which',
  States: {
    Which: { Type: 'Choice', Choices: [{ Condition: '{% $a %}', Next: 'Left' }], Default: 'Right' },
    Left: { Type: 'Pass', Next: 'Last' },
    Right: { Type: 'Pass', Next: 'Last' },
    Last: { Type: 'Parallel', Branches: [{ StartAt: 'In', States: { In: { Type: 'Pass', End: true } } }] },
  },
};
const machine = readDefinition(JSON.stringify(choice));
if (machine === null) throw new Error('is no definition');

describe('the arrow keys', () => {
  const placed = placeBoxes(layOut(machine).boxes);
  const [one, other] = ['Left', 'Right'].toSorted((a, b) => xOf(a) - xOf(b));

  function xOf(name: string): number {
    return placed.find(({ id }) => id === name)?.middle.x ?? Number.NaN;
  }

  it.each([
    [one, 'right', other],
    [other, 'left', one],
    [one, 'down', 'Last'],
    ['Last', 'down', 'In'],
    ['In', 'up', 'Last'],
    ['Which', 'up', null],
    ['In', 'down', null],
  ] as const)('go from %s %s to %s', (from, direction, to) => {
    expect(findNear(placed, from ?? '', direction)).toBe(to);
  });

  it('go to the first state from one that is not there any more', () => {
    expect(findNear(placed, 'Gone', 'down')).toBe('Which');
  });
});

describe('drawPath', () => {
  it.each([
    [[], ''],
    [
      [
        { x: 0, y: 0 },
        { x: 0, y: 50 },
      ],
      'M 0 0 L 0 50',
    ],
    [
      [
        { x: 0, y: 0 },
        { x: 0, y: 100 },
        { x: 100, y: 100 },
      ],
      'M 0 0 L 0 82 Q 0 100 18 100 L 100 100',
    ],
    [
      [
        { x: 0, y: 0 },
        { x: 0, y: 10 },
        { x: 100, y: 10 },
      ],
      'M 0 0 L 0 5 Q 0 10 18 10 L 100 10',
    ],
  ])('goes along %j as %s, round at bends', (points, path) => {
    expect(drawPath(points)).toBe(path);
  });
});

describe('findState', () => {
  const playbook = {
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Task', Next: 'isolate: Plan' },
      'isolate: Plan': { Type: 'Task', Next: 'isolate: Apply' },
      'isolate: Apply': { Type: 'Task', End: true },
    },
  };
  const whole = readDefinition(JSON.stringify(playbook));
  if (whole === null) throw new Error('is no definition');

  it.each([
    ['its id', 'isolate:', new Set<string>(), 'isolate:'],
    ['that of a state folded into it', 'isolate: Plan', new Set<string>(), 'isolate:'],
    ['the state itself where the step is unfolded', 'isolate: Plan', new Set(['isolate:']), 'isolate: Plan'],
    ['nothing that is there', 'gone', new Set<string>(), undefined],
    ['nothing at all', '', new Set<string>(), undefined],
  ])('finds a state by %s', (_title, id, unfolded, found) => {
    expect(findState(foldPlaybook(whole, unfolded), id)?.id).toBe(found);
  });
});
