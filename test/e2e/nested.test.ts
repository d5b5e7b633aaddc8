import { expect, it } from 'vitest';
import { compilePlaybook } from '../../runtime/playbooks/read-playbook.ts';
import { createLibrary } from '../../runtime/playbooks/library.ts';
import { openTestHome } from '../support/home.ts';
import { guardDuty, subjectOf } from './wire.ts';

const tag = {
  id: 'tag',
  action: 'ec2.tag-resource',
  with: { resourceId: "{% $resource('ec2-instance').instanceId %}", key: 'seen', value: 'yes' },
};
const inner = { id: 'inner', name: 'Tags', mode: 'auto', steps: [tag] };
const each = {
  id: 'each',
  forEach: { items: '{% [1, 2] %}', as: 'n', concurrency: 1, steps: [{ id: 'again', playbook: 'inner' }] },
};
const outer = {
  id: 'outer',
  name: 'Runs another twice, and once more',
  mode: 'auto',
  trigger: { finding: { type: [{ prefix: 'Backdoor:' }] } },
  steps: [each, { id: 'last', playbook: 'inner' }],
};

const library = createLibrary(
  [inner, outer].map((playbook) => {
    const read = compilePlaybook('test', playbook);
    if (!read.ok) throw new Error(read.problems.join('; '));
    return read.loaded;
  }),
);

it('keeps what each run of a playbook did that another one runs several times', async () => {
  const home = await openTestHome({ library });
  const subject = subjectOf('instance');
  await home.send(guardDuty(subject));
  const { id, playbooks, actions } = await home.incident(subject.name);
  expect(playbooks.map((run) => `${run.id} ${run.status}`)).toEqual([
    'inner succeeded',
    'inner succeeded',
    'inner succeeded',
    'outer succeeded',
  ]);
  expect(actions.map(({ action, status }) => `${action} ${status}`)).toEqual([
    'ec2.tag-resource applied',
    'ec2.tag-resource applied',
    'ec2.tag-resource applied',
  ]);
  const runs = await home.stores.runs.list(id);
  expect(new Set(runs.map(({ within }) => within))).toEqual(
    new Set(['again[0]', 'again[1]', 'last', undefined]),
  );
  await home.close();
});
