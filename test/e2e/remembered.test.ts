import { expect, it } from 'vitest';
import { openDatabase } from '../../runtime/store/database.ts';
import { openTestHome } from '../support/home.ts';
import { asff, guardDuty, ocsf, subjectOf } from './wire.ts';

it('what a process remembers of its records is what the next one reads', async () => {
  const database = openDatabase(':memory:');
  const home = await openTestHome({ database, answer: 'approved' });
  const subjects = (['instance', 'key', 'session', 'bucket'] as const).map((kind) => subjectOf(kind));
  const [instance, key] = subjects;
  if (instance === undefined || key === undefined) throw new Error('there are four');
  await home.send(subjects.map((subject) => guardDuty(subject)));
  await home.send([asff(instance), ocsf(key), guardDuty(subjectOf('instance', { severity: 5 }))]);
  await home.release((await home.incident(key.name)).id, 'ana');
  const remembered = await home.report();

  const next = await openTestHome({ database });
  expect(remembered).toEqual(await next.report());
  expect(remembered.incidents.length).toBeGreaterThan(4);
  await home.close();
});
