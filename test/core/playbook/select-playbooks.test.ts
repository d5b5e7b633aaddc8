import { describe, expect, it } from 'vitest';
import { createSelector } from '../../../core/playbook/select-playbooks.ts';

const subject = { finding: { type: 'Backdoor:EC2/X' }, risk: { score: 80 }, incident: {} };
const trigger = { finding: { type: [{ prefix: 'Backdoor:' }] } };

describe('createSelector', () => {
  it('gives the playbooks whose trigger matches, by priority, then id', () => {
    const select = createSelector([
      { id: 'c', priority: 20, trigger },
      { id: 'b', priority: 10, trigger },
      { id: 'a', priority: 20, trigger },
      { id: 'other', priority: 1, trigger: { finding: { type: ['Recon:EC2/X'] } } },
      { id: 'high', priority: 5, trigger: { risk: { score: [{ numeric: ['>=', 80] }] } } },
    ]);
    expect(select(subject).map(({ id }) => id)).toEqual(['high', 'b', 'a', 'c']);
    expect(select({ ...subject, risk: { score: 79 } }).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('never gives a playbook without a trigger: another one runs it', () => {
    expect(createSelector([{ id: 'inner', priority: 1, trigger: undefined }])(subject)).toEqual([]);
  });

  it('refuses a trigger that is no pattern', () => {
    expect(() => createSelector([{ id: 'a', priority: 1, trigger: { finding: 'x' } }])).toThrow(
      /trigger of playbook a/,
    );
  });
});
