import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSchemathesis } from './run-schemathesis.ts';
import { openSeededHome, type SeededHome } from './seeded-home.ts';

let seeded: SeededHome;
beforeAll(async () => void (seeded = await openSeededHome()));
afterAll(async () => await seeded.close());

it('every request that the document allows, and many that it does not, are answered as it says', async () => {
  const { served, given, token } = seeded;
  const { code, output } = await runSchemathesis({ url: served.url, given, token });
  expect(code, output).toBe(0);
  expect(served.faults).toEqual([]);
  console.log(/^ +\d+ generated.*$/m.exec(output)?.[0].trim());
});

it('an answer that holds what is secret is noticed: else the rest would be worth less than it seems', async () => {
  const { served, token } = seeded;
  const given = { ids: {}, cursors: {}, secrets: ['"status"'] };
  const { code, output } = await runSchemathesis({ url: served.url, token, given, only: '/health' });
  expect(output).toContain('which is secret');
  expect(code).toBe(1);
});
