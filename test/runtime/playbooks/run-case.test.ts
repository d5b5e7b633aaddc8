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
    const { differences } = await run({
      given: { fail: [{ step, phase: 'verify' }] },
      expect: {
        runs: true,
        status: 'rolled-back',
        steps: ['evidence', 'each', 'isolate'],
        actions: [applied('evidence'), { step: 'isolate[0]', target, status: 'undone' }],
      },
    });
    expect(differences).toEqual([]);
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
