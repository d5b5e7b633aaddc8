import { test } from 'vitest';
import { expectBurstToBeBounded } from './burst.ts';

test('sixty findings of one type at once: what the budget lets through is contained, the rest recorded', async () => {
  await expectBurstToBeBounded(60);
});
