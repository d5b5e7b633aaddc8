import { expect, it } from 'vitest';
import { onceEach } from '../../../runtime/home/once-each.ts';

it('works once for each change of the count', async () => {
  let count = 1;
  let worked = 0;
  const look = onceEach(
    () => count,
    async () => void (worked += 1),
  );
  await look();
  count = 2;
  await look();
  await look();
  expect(worked).toBe(1);
});

it('works again for the same change where the work failed', async () => {
  let count = 1;
  let worked = 0;
  const look = onceEach(
    () => count,
    async () => {
      worked += 1;
      if (worked === 1) throw new Error('the database is locked');
    },
  );
  count = 2;
  await expect(look()).rejects.toThrow('locked');
  await look();
  await look();
  expect(worked).toBe(2);
});
