import { afterEach, expect, it } from 'vitest';
import { createBoundedChild } from '../../../runtime/playbooks/bounded-child.ts';

const program = new URL('greedy-child.ts', import.meta.url);
const child = createBoundedChild<string, string>(program, { longestMs: 3000, mostMegabytes: 64 });
afterEach(() => child.end());

const pidOf = (told: string): string => / in (\d+),/.exec(told)?.[1] ?? '';

it('does one job after another in the same process, which knows nothing of our environment', async () => {
  const first = await child.run('a');
  const second = await child.run('b');
  expect(first).toMatch(/^did a in \d+, and knows 0 variables$/);
  expect(pidOf(second)).toBe(pidOf(first));
});

it.each([
  ['time', 'it was not done after 3 s'],
  ['memory', 'it takes more than 64 MB of memory'],
])(
  'ends a job that takes too much %s while others are served, and does the next one',
  async (job, reason) => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    await expect(child.run(job)).rejects.toMatchObject({
      name: 'Refusal',
      status: 422,
      message: expect.stringContaining(reason),
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
    expect(await child.run('the next')).toContain('did the next');
  },
);

it('tells the fault of a job', async () => {
  await expect(child.run('fail')).rejects.toThrow('a shadow run failed: it was told to fail');
});
