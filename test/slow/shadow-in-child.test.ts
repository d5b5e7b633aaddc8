import { expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import { readExamples } from '../../runtime/playbooks/examples.ts';
import { loadText } from '../../runtime/playbooks/save-playbook.ts';
import { shadowInChild } from '../../runtime/playbooks/shadow-in-child.ts';

/** A shadow run of a playbook that looks at one expression. */
async function look(expression: string) {
  const finding = (await readExamples()).find(({ id }) => id === 'ec2-cryptocurrency')?.findings[0];
  if (finding === undefined) throw new TypeError('the example is gone');
  const steps = [{ id: 'tell', when: `{% ${expression} %}`, notify: { message: 'hello' } }];
  const loaded = loadText(JSON.stringify({ id: 'tried', name: 'Tried', mode: 'auto', steps }));
  const given = { loaded, finding, subject: null };
  return await shadowInChild({ config: Config.parse({}), playbooks: [], now: 0, given });
}

it('tells what the run came to', async () => {
  expect(await look('1 = 1')).toMatchObject({ status: 'succeeded', triggered: false });
});

it('tells that a playbook fails whose expression eats memory, as it does where it counts', async () => {
  const greedy = '($all := $split($pad("", 6000000), ""); $count($zip($all, $all)) > 1)';
  expect(await look(greedy)).toMatchObject({ status: 'failed' });
});
