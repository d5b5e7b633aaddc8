import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { Json, JsonObject } from '../../../core/json.ts';
import { PlaybookCase } from '../../../core/playbook/case-schema.ts';
import { createLibrary, focusOn } from '../../../runtime/playbooks/library.ts';
import { compilePlaybook } from '../../../runtime/playbooks/read-playbook.ts';
import { runCase } from '../../../runtime/playbooks/run-case.ts';
import { example } from '../cli/spawn-cli.ts';

const event = JSON.parse(readFileSync(example('ec2-cryptocurrency'), 'utf8')) as JsonObject;
const target = 'i-0a1b2c3d4e5f67890';
const onInstance = { instanceId: "{% $resource('ec2-instance').instanceId %}" };

const playbook = {
  id: 'contain',
  name: 'Contain',
  mode: 'auto',
  onFailure: 'rollback',
  steps: [
    { id: 'evidence', action: 'ec2.snapshot-volumes', with: onInstance, onFailure: 'continue' },
    {
      id: 'each',
      forEach: {
        items: "{% $finding.resources[kind = 'ec2-instance'] %}",
        as: 'one',
        steps: [
          { id: 'isolate', action: 'ec2.isolate-instance', with: { instanceId: '{% $one.instanceId %}' } },
        ],
      },
    },
    { id: 'tell', notify: { message: 'Done.' } },
  ],
};

function load(value: Json) {
  const read = compilePlaybook('test', value);
  if (!read.ok) throw new Error(read.problems.join('; '));
  return focusOn(createLibrary([read.loaded]), read.loaded.playbook.id);
}
const library = load(playbook);

const run = async (given: Omit<z.input<typeof PlaybookCase>, 'title' | 'event'>) => {
  const parsed = PlaybookCase.parse({ title: 'a case', event, ...given });
  return await runCase(library, 'contain', { ...parsed, file: 'case.json', event });
};

const applied = (step: string) => ({ step, target, status: 'applied', verified: 'contained' }) as const;
const all = ['evidence', 'each', 'isolate', 'tell'];
const whole = {
  runs: true as const,
  status: 'succeeded' as const,
  steps: all,
  actions: [applied('evidence'), applied('isolate[0]')],
} satisfies z.input<typeof PlaybookCase>['expect'];

describe('a case in which a step fails', () => {
  it('goes on where the step says so, and the failure is its outcome', async () => {
    const { differences } = await run({
      given: { fail: [{ step: 'evidence' }] },
      expect: {
        ...whole,
        status: 'partial',
        actions: [{ step: 'evidence', target, status: 'failed' }, applied('isolate[0]')],
      },
    });
    expect(differences).toEqual([]);
  });

  it.for(['isolate', 'isolate[0]'])('reaches the step within forEach by %s, and rolls back', async (step) => {
    const { differences, reached } = await run({
      given: { fail: [{ step, phase: 'verify' }] },
      expect: {
        runs: true,
        status: 'rolled-back',
        steps: ['evidence', 'each', 'isolate'],
        actions: [applied('evidence'), { step: 'isolate[0]', target, status: 'undone' }],
      },
    });
    expect(differences).toEqual([]);
    expect(reached).toEqual(
      expect.arrayContaining(['playbook: fails', 'isolate: fails', 'isolate: is undone']),
    );
  });

  it('lets another item of forEach alone', async () => {
    const { differences } = await run({ given: { fail: [{ step: 'isolate[1]' }] }, expect: whole });
    expect(differences).toEqual([]);
  });

  it('fails what is no action as well', async () => {
    const { differences } = await run({
      given: { fail: [{ step: 'tell', error: 'KMSAccessDenied' }] },
      expect: {
        ...whole,
        status: 'rolled-back',
        actions: [applied('evidence'), { step: 'isolate[0]', target, status: 'undone' }],
      },
    });
    expect(differences).toEqual([]);
  });
});

describe('a case that a person releases in the end', () => {
  it('says what is undone and what is left', async () => {
    const { differences } = await run({
      expect: { ...whole, release: { undone: ['isolate[0]'], left: ['evidence'] } },
    });
    expect(differences).toEqual([]);
  });

  it('fails where something else is undone or left than expected', async () => {
    const { differences } = await run({ expect: { ...whole, release: { undone: ['evidence'] } } });
    expect(differences).toEqual([
      { field: 'release/undone', expected: ['evidence'], got: ['isolate[0]'] },
      { field: 'release/left', expected: [], got: ['evidence'] },
    ]);
  });
});

describe('what a case reaches', () => {
  const branching = load({
    id: 'branching',
    name: 'Branching',
    mode: 'auto',
    steps: [
      { id: 'never', when: '{% false %}', wait: 'PT1S' },
      { id: 'always', when: '{% true %}', wait: 'PT1S' },
      {
        id: 'pick',
        choice: [
          { when: '{% false %}', steps: [{ id: 'first', wait: 'PT1S' }] },
          { when: '{% true %}', steps: [{ id: 'second', when: '{% false %}', wait: 'PT1S' }] },
        ],
      },
      { id: 'none', choice: [{ when: '{% false %}', steps: [{ id: 'third', wait: 'PT1S' }] }] },
      {
        id: 'both',
        parallel: [
          [
            {
              id: 'empty',
              forEach: { items: '{% [] %}', as: 'x', steps: [{ id: 'inEmpty', wait: 'PT1S' }] },
            },
          ],
          [
            {
              id: 'full',
              forEach: { items: '{% [1, 2] %}', as: 'y', steps: [{ id: 'inFull', wait: 'PT1S' }] },
            },
          ],
        ],
      },
      { id: 'tell', notify: { message: 'Hm.' }, onFailure: 'continue' },
      { id: 'ok', approval: { for: ['isolate'], message: 'Isolate?' } },
      { id: 'isolate', action: 'ec2.isolate-instance', with: onInstance },
    ],
  });

  const play = async (answer: 'approve' | 'reject' | 'expire', given?: PlaybookCase['given']) => {
    const parsed = PlaybookCase.parse({
      title: 'a case',
      event,
      expect: {
        runs: true,
        status: 'succeeded',
        steps: [],
        approvals: [{ step: 'ok', answer }],
        release: { undone: ['isolate'] },
      },
    });
    const { reached } = await runCase(branching, 'branching', {
      ...parsed,
      ...(given && { given }),
      file: 'c',
      event,
    });
    return reached.toSorted();
  };

  it('is each step that ran, each way that it went, and each undo', async () => {
    expect(await play('approve')).toEqual(
      [
        'never: when is false',
        'always: when is true',
        'always: runs',
        'pick: runs',
        'pick: choice 1 is taken',
        'second: when is false',
        'none: runs',
        'none: no choice is taken',
        'both: runs',
        'both: branch 0 runs',
        'both: branch 1 runs',
        'empty: runs',
        'empty: forEach has no item',
        'full: runs',
        'full: forEach has an item',
        'inFull: runs',
        'tell: runs',
        'ok: runs',
        'ok: a person says yes',
        'isolate: runs',
        'isolate: is undone',
      ].toSorted(),
    );
  });

  it.for([
    ['reject', 'ok: a person says no'],
    ['expire', 'ok: nobody answers'],
  ] as const)('tells %s from the other answers', async ([answer, way]) => {
    const reached = await play(answer);
    expect(reached.filter((key) => key.startsWith('ok: ') && key !== 'ok: runs')).toEqual([way]);
    expect(reached).not.toContain('isolate: is undone');
  });

  it('is a failure after which the steps go on', async () => {
    const given = { fail: [{ step: 'tell', phase: 'apply' as const, error: 'KMSAccessDenied' }] };
    expect(await play('approve', given)).toContain('tell: fails');
  });
});
