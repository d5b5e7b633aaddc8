import { describe, expect, it } from 'vitest';
import { checkLibrary } from '../../../core/playbook/check/check-library.ts';
import { Playbook } from '../../../core/playbook/schema.ts';

/** A playbook that runs the others, within a branch. */
function runs(id: string, ...others: string[]): Playbook {
  const steps = others.map((playbook, index) => ({ id: `s${index}`, playbook }));
  const parallel = [[{ id: 'rest', wait: 'PT1S' }, ...steps]];
  return Playbook.parse({ id, name: id, mode: 'auto', steps: [{ id: 'both', parallel }] });
}

describe('checkLibrary', () => {
  it('finds nothing wrong with playbooks that run others, also twice', () => {
    expect(checkLibrary([runs('a', 'b', 'c'), runs('b', 'c'), runs('c')])).toEqual([]);
  });

  it('finds a playbook that does not exist', () => {
    expect(checkLibrary([runs('close', 'notfiy'), runs('notify')])).toEqual([
      {
        playbook: 'close',
        problem: {
          pointer: '/steps/0/parallel/0/1/playbook',
          message: 'is not a playbook',
          value: 'notfiy',
          remedy: 'did you mean "notify"?',
        },
      },
    ]);
  });

  it('finds circles, from each playbook in them', () => {
    const problems = checkLibrary([runs('a', 'b'), runs('b', 'c'), runs('c', 'a'), runs('d', 'a')]);
    expect(problems.map(({ playbook, problem }) => [playbook, problem.message])).toEqual([
      ['a', 'leads back to a, without end: a → b → c → a'],
      ['b', 'leads back to b, without end: b → c → a → b'],
      ['c', 'leads back to c, without end: c → a → b → c'],
    ]);
  });
});
