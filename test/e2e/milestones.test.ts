import { expect, it } from 'vitest';
import { openTestHome } from '../support/home.ts';
import { guardDuty, subjectOf } from './wire.ts';

it('an incident tells when it was taken up, contained without a question, and released', async () => {
  const home = await openTestHome();
  await home.send(guardDuty(subjectOf('instance')));
  const { id } = await home.incident();
  const contained = await home.stores.incidents.get(id);
  expect(Object.keys(contained?.milestones ?? {})).toEqual(['acknowledged', 'contained']);
  await home.release(id, 'ana');
  const released = await home.stores.incidents.get(id);
  expect(released?.milestones).toEqual({ ...contained?.milestones, closed: released?.releasedAt });
  await home.respond(id, 'bo');
  expect((await home.stores.incidents.get(id))?.milestones).toEqual(contained?.milestones);
  await home.close();
});

it('an incident tells that a person had to be asked before it was contained', async () => {
  const home = await openTestHome({ answer: 'approved' });
  await home.send(guardDuty(subjectOf('instance', { severity: 6 })));
  const { id } = await home.incident();
  const { milestones = {} } = (await home.stores.incidents.get(id)) ?? {};
  expect(Object.keys(milestones).toSorted()).toEqual(['acknowledged', 'asked', 'contained']);
  expect((milestones.asked ?? '') <= (milestones.contained ?? '')).toBe(true);
  await home.close();
});
