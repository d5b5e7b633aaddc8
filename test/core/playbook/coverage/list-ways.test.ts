import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/json.ts';
import { countCoverage, percentOf } from '../../../../core/playbook/coverage/count-coverage.ts';
import { listWays, wayKey } from '../../../../core/playbook/coverage/list-ways.ts';
import { parsePlaybook } from '../../../../core/playbook/parse-playbook.ts';
import { catalog } from '../../../../tasks/actions/catalog.ts';

const snapshot = { action: 'ec2.snapshot-volumes', with: { instanceId: 'i-0a1b2c3d4e5f67890' } };
const isolate = { action: 'ec2.isolate-instance', with: { instanceId: 'i-0a1b2c3d4e5f67890' } };

function read(steps: Json, more: object = {}) {
  const parsed = parsePlaybook({ id: 'one', name: 'One', mode: 'auto', steps, ...more }, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.playbook;
}

const branchesOf = (steps: Json, more?: object) =>
  listWays(read(steps, more), catalog)
    .filter(({ kind }) => kind === 'branch')
    .map(wayKey);

describe('the ways of a playbook', () => {
  it.each<[string, Json, string[]]>([
    ['a step without conditions has none', { id: 'a', ...isolate }, []],
    ['when', { id: 'a', when: '{% true %}', ...isolate }, ['a: when is true', 'a: when is false']],
    [
      'choice',
      { id: 'a', choice: [{ when: '{% true %}', steps: [{ id: 'b', wait: 'PT1S' }] }] },
      ['a: choice 0 is taken', 'a: no choice is taken'],
    ],
    [
      'forEach',
      { id: 'a', forEach: { items: '{% [1] %}', as: 'one', steps: [{ id: 'b', wait: 'PT1S' }] } },
      ['a: forEach has an item', 'a: forEach has no item'],
    ],
    [
      'parallel',
      { id: 'a', parallel: [[{ id: 'b', wait: 'PT1S' }], [{ id: 'c', wait: 'PT1S' }]] },
      ['a: branch 0 runs', 'a: branch 1 runs'],
    ],
    ['onFailure', { id: 'a', onFailure: 'continue', ...isolate }, ['a: fails']],
    ['a wait cannot be made to fail', { id: 'a', onFailure: 'continue', wait: 'PT1S' }, []],
  ])('branch at %s', (_, step, branches) => {
    expect(branchesOf([step])).toEqual(branches);
  });

  it('branch at an approval three times', () => {
    const ask = { id: 'ok', approval: { for: ['a'], message: 'Do it?' } };
    expect(branchesOf([ask, { id: 'a', ...isolate }])).toEqual([
      'ok: a person says yes',
      'ok: a person says no',
      'ok: nobody answers',
    ]);
  });

  it('branch where the whole playbook is rolled back', () => {
    expect(branchesOf([{ id: 'a', ...isolate }], { onFailure: 'rollback' })).toEqual(['playbook: fails']);
  });

  it('are undone where the action is reversible, also within other steps', () => {
    const steps = [{ id: 'all', parallel: [[{ id: 'a', ...isolate }], [{ id: 'b', ...snapshot }]] }];
    const undone = listWays(read(steps), catalog).filter(({ kind }) => kind === 'undo');
    expect(undone.map(wayKey)).toEqual(['a: is undone']);
  });
});

describe('countCoverage', () => {
  it('counts what was reached, and names what was not', () => {
    const playbook = read([{ id: 'a', when: '{% true %}', ...isolate }]);
    const reached = new Set(['a: runs', 'a: when is true', 'b: runs']);
    expect(countCoverage(playbook, catalog, reached)).toEqual({
      steps: { covered: 1, total: 1 },
      branches: { covered: 1, total: 2 },
      undos: { covered: 0, total: 1 },
      missing: [
        { kind: 'branch', step: 'a', way: 'when is false' },
        { kind: 'undo', step: 'a', way: 'is undone' },
      ],
    });
  });

  it.each([
    [199, 200, 99],
    [200, 200, 100],
    [0, 3, 0],
    [0, 0, 100],
  ])('calls %i of %i %i percent', (covered, total, percent) => {
    expect(percentOf({ covered, total })).toBe(percent);
  });
});
