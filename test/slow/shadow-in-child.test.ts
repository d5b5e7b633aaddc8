import { expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import { readExamples } from '../../runtime/playbooks/examples.ts';
import { loadText } from '../../runtime/playbooks/save-playbook.ts';
import { shadowInChild } from '../../runtime/playbooks/shadow-in-child.ts';

/** A shadow run of a playbook that looks at one expression. */
async function look(expression: string, bounds: Parameters<typeof shadowInChild>[1]) {
  const finding = (await readExamples()).find(({ id }) => id === 'ec2-cryptocurrency')?.findings[0];
  if (finding === undefined) throw new TypeError('the example is gone');
  const steps = [{ id: 'tell', when: `{% ${expression} %}`, notify: { message: 'hello' } }];
  const loaded = loadText(JSON.stringify({ id: 'tried', name: 'Tried', mode: 'auto', steps }));
  const given = { loaded, finding, subject: null };
  return await shadowInChild({ config: Config.parse({}), playbooks: [], now: 0, given }, bounds);
}

it.each([
  ['backtracks for ever', `$exists($match('${'a'.repeat(40)}!', /^(a+)+$/))`],
  ['compares all with all', '$count($distinct([1..800000])) > 1'],
])('ends a run whose expression %s, while others are served', async (_what, expression) => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 10);
  const run = look(expression, { longestMs: 4000 });
  await expect(run).rejects.toMatchObject({ name: 'Refusal', status: 422 });
  await expect(run).rejects.toThrow('not done after 4 s');
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
});

it('ends a run whose expression eats memory, and nothing else', async () => {
  const run = look('($all := $split($pad("", 6000000), ""); $count($zip($all, $all)) > 1)', {
    mostMegabytes: 128,
  });
  await expect(run).rejects.toMatchObject({ name: 'Refusal', status: 422 });
  await expect(run).rejects.toThrow('more than 128 MB');
});

it('tells what the run came to otherwise', async () => {
  expect(await look('1 = 1', {})).toMatchObject({ status: 'succeeded', triggered: false });
});
