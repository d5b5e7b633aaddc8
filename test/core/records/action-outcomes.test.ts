import { describe, expect, it } from 'vitest';
import { type ActionOutcome, createActionOutcomes } from '../../../core/records/action-outcomes.ts';
import { createPlaybookRuns } from '../../../core/records/responses.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const run = { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' };
const outcome: ActionOutcome = {
  run,
  step: 'cut',
  action: 'ec2.isolate-instance',
  target: null,
  status: 'planned',
  verified: null,
  plan: null,
  rule: null,
  reason: null,
  firstPlannedAt: '2026-11-20T00:00:00.000Z',
};
const open = () => createSqliteTable(openDatabase(':memory:'));

describe('the outcome of a step', () => {
  it.each([
    ['a redriven run', { execution: 'arn:redriven' }, ['applied']],
    ['a run that names nothing that led to it', { within: '' }, ['applied']],
    ['a run within another one', { within: 'each[0]' }, ['applied', 'planned']],
  ])('that was written before runs said where they stand is read, and by %s: %o', async (_, changes, all) => {
    const table = open();
    const data = { ...outcome, run: { ...run } };
    await table.put({ pk: 'INCIDENT#inc-1', sk: 'ACTION#0001#isolate#cut', data }, 'absent');
    const outcomes = createActionOutcomes(table);
    expect(await outcomes.list('inc-1')).toEqual([outcome]);
    const later = { ...run, ...changes };
    await outcomes.change({ run: later, step: 'cut' }, (known) => ({
      ...(known ?? outcome),
      status: 'applied',
    }));
    expect((await outcomes.list('inc-1')).map(({ status }) => status).toSorted()).toEqual(all);
  });
});

describe('a run of a playbook', () => {
  it('that was written before runs said where they stand is read', async () => {
    const table = open();
    const data = {
      revision: 1,
      playbook: 'isolate',
      hash: 'h',
      mode: 'auto',
      execution: 'arn',
      status: 'running',
    };
    await table.put({ pk: 'INCIDENT#inc-1', sk: 'RUN#0001#isolate', data }, 'absent');
    const runs = createPlaybookRuns(table);
    expect(await runs.get(run)).toEqual(data);
    expect(await runs.get({ ...run, within: 'each[0]' })).toBeNull();
  });
});
