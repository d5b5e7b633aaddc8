import { test } from 'vitest';
import { expectBurstToBeBounded } from '../e2e/burst.ts';

test('1,000 findings of one type in a minute: the budget bounds what is done about them', async () => {
  await expectBurstToBeBounded(1000);
});
