import { expect, it } from 'vitest';
import { guardDuty, subjectOf } from '../e2e/wire.ts';
import { openTestHome, pictureOf } from '../support/home.ts';

it('a playbook that still runs contains nothing again once a person has released the incident', async () => {
  const home = await openTestHome();
  // Below 70 the playbook asks before it isolates.
  const subject = subjectOf('instance', { severity: 6 });
  const released: boolean[] = [];
  home.onQuestion(({ id }) => {
    const releaseThenApprove = async () => {
      const { id: incident } = await home.incident(subject.name);
      released.push((await home.release(incident, 'ana')).released);
      await home.decide(id, { decision: 'approved', by: 'bo' });
    };
    void releaseThenApprove();
  });
  await home.send(guardDuty(subject));
  expect(released).toEqual([true]);
  const { status, actions } = await home.incident(subject.name);
  expect(status).toBe('released');
  expect(actions.at(-1)).toMatchObject({ step: 'isolate', status: 'planned' });
  const groups = pictureOf(home)['security-group'].map(({ groupName }) => groupName);
  expect(groups).not.toContain('tourniquet-isolation');
  await home.close();
});
