import { expect } from 'vitest';
import { openTestHome } from '../support/home.ts';
import { guardDuty, subjectOf } from './wire.ts';

/**
 * So many findings of one type, each on an instance of its own, all at once; default budgets. What fits into
 * an hour is contained, then the action is shut, people are told once, and the rest is recorded.
 */
export async function expectBurstToBeBounded(count: number): Promise<void> {
  const isolations = 20;
  const snapshots = 100;
  const home = await openTestHome();
  await home.send(Array.from({ length: count }, () => guardDuty(subjectOf('instance'))));
  const { incidents, executions, deadLetters, notifications } = await home.report();

  expect(deadLetters).toEqual([]);
  expect(executions.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
  expect(incidents).toHaveLength(count);
  const contained = incidents.filter(({ status }) => status === 'contained');
  const left = incidents.filter(({ status }) => status === 'not-contained');
  expect([contained.length, left.length]).toEqual([isolations, count - isolations]);
  for (const { actions, timeline } of left) {
    expect(actions.find(({ action }) => action === 'ec2.isolate-instance')).toMatchObject({
      status: 'denied',
      rule: 'budget',
    });
    expect(timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['action.denied', 'response.closed']),
    );
  }

  const isolated = home.accounts.calls().filter(({ purpose }) => purpose === 'ec2.isolate-instance');
  expect(new Set(isolated.map(({ incident }) => incident)).size).toBe(isolations);

  const shut = ['ec2.isolate-instance', ...(count > snapshots ? ['ec2.snapshot-volumes'] : [])];
  const subjects = notifications.map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject.startsWith('Stopped')).toSorted()).toEqual(
    shut.map((action) => `Stopped: ${action} in account 111122223333`),
  );
  expect(subjects.filter((subject) => subject.startsWith('Contained'))).toHaveLength(isolations);
  expect(subjects.filter((subject) => subject.startsWith('Not contained'))).toEqual([]);
  await home.close();
}
