import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../core/playbook/compile.ts';
import { parsePlaybook } from '../../core/playbook/parse-playbook.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { validateAsl } from '../support/validate-asl.ts';
import { play, type Script } from './scripted-tasks.ts';

const byHand: unknown = JSON.parse(readFileSync(new URL('worst-playbook.asl.json', import.meta.url), 'utf8'));

/** What was written by hand, in the language. */
function compileWorst(): unknown {
  const approval = {
    for: ['close'],
    message: "{% 'Close ' & $bucket.bucketName & '?' %}",
    timeout: 'PT30M',
  };
  const ask = [
    { id: 'ok', approval },
    {
      id: 'close',
      action: 's3.block-public-access',
      with: { bucketName: '{% $bucket.bucketName %}' },
      onFailure: 'rollback',
    },
  ];
  const tell = [
    {
      id: 'tell',
      notify: { message: "{% $bucket.bucketName & ' is public' %}" },
      onFailure: 'continue',
    },
  ];
  const items = "{% $finding.resources[kind = 's3-bucket'] %}";
  const steps = [{ id: 'both', parallel: [ask, tell] }];
  const each = { id: 'each', forEach: { items, as: 'bucket', concurrency: 2, steps } };
  const parsed = parsePlaybook({ id: 'worst', name: 'Worst', mode: 'auto', steps: [each] }, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const compiled = compile(parsed.playbook, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.definition;
}

/** Drifts on the first bucket so often, then lets it be applied. */
function driftOften(times: number): Script {
  let drifts = 0;
  return {
    plan: ({ step }) => (step === 'close[0]' ? { hash: `plan-${drifts}` } : {}),
    apply: ({ step }) => {
      if (step !== 'close[0]' || drifts >= times) return { status: 'applied', result: {} };
      drifts += 1;
      return { status: 'drifted', reason: 'somebody changed it' };
    },
  };
}

/** The calls about one bucket, without the index. */
const about = (calls: readonly string[], index: number) =>
  calls.filter((call) => call.includes(`[${index}]`)).map((call) => call.replace(`[${index}]`, ''));

const outcomeOf = (value: unknown, index: number, step: string) =>
  (value as { result: Record<string, { status: string; reason: string }>[] }).result[index]?.[step];

const applied = ['plan close', 'ask ok', 'plan close', 'decide close', 'apply close', 'verify close'];

describe.each([
  ['by hand', byHand],
  ['compiled', compileWorst()],
])('the worst playbook, %s', (_, definition) => {
  it('is ASL', () => {
    expect(validateAsl(definition)).toEqual([]);
  });

  it('applies what is approved, beside the other branch', async () => {
    const { calls, output, variable } = await play(definition);
    expect(output).toEqual({ playbook: 'worst', status: 'completed' });
    expect(about(calls, 1)).toEqual(expect.arrayContaining([...applied, 'notify tell: wages is public']));
    expect(outcomeOf(variable('step_each'), 0, 'close')).toEqual({
      status: 'applied',
      reason: 'it is',
      verified: 'contained',
      result: { by: 'close[0]' },
    });
  });

  it('asks again after the reminder interval, with the deadline it had', async () => {
    const { asked, output } = await play(definition, {
      ask: ({ reminder }) => (reminder === 2 ? {} : undefined),
    });
    const first = asked.filter(({ step }) => step === 'ok[0]');
    expect(first.map(({ reminder, deadline }) => ({ reminder, deadline }))).toEqual(
      [0, 1, 2].map((reminder) => ({ reminder, deadline: '2026-01-01T00:30:00.000Z' })),
    );
    expect(new Set(first.map(({ token }) => token)).size).toBe(3);
    expect(output).toMatchObject({ status: 'completed' });
  });

  it('takes silence until the deadline for a no', async () => {
    const { calls, asked, requests, variable } = await play(definition, { ask: () => undefined });
    expect(asked.filter(({ step }) => step === 'ok[0]')).toHaveLength(3);
    expect(calls).not.toContain('apply close[0]');
    expect(outcomeOf(variable('step_each'), 0, 'ok')?.status).toBe('rejected');
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({ status: 'denied' });
    const decide = requests.find(({ phase }) => phase === 'decide');
    expect(decide).toMatchObject({ approval: { decision: 'expired', by: 'tourniquet' } });
  });

  it('does not apply what is rejected', async () => {
    const script: Script = { ask: ({ step }) => (step === 'ok[0]' ? { decision: 'rejected' } : {}) };
    const { calls, variable } = await play(definition, script);
    expect(calls).not.toContain('apply close[0]');
    expect(calls).toContain('apply close[1]');
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({
      status: 'denied',
      reason: 'approval: rejected',
    });
  });

  it('asks again about the new plan when the account has drifted', async () => {
    const { calls, asked, variable } = await play(definition, driftOften(1));
    expect(about(calls, 0).filter((call) => !call.startsWith('notify'))).toEqual([
      ...applied.slice(0, -1),
      ...['plan', 'decide', 'ask', 'decide', 'apply', 'verify'].map((phase) => `${phase} close`),
    ]);
    expect(asked.filter(({ step }) => step.endsWith('[0]')).map(({ plans }) => plans)).toEqual([
      ['plan-0'],
      ['plan-1'],
    ]);
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({ status: 'applied' });
  });

  it('asks again when the plan is another by the time of the step', async () => {
    let plans = 0;
    const { asked } = await play(definition, {
      plan: ({ step }) => (step === 'close[0]' ? { hash: `plan-${Math.min((plans += 1), 2)}` } : {}),
    });
    expect(asked.filter(({ step }) => step.endsWith('[0]')).map(({ step, plans }) => [step, plans])).toEqual([
      ['ok[0]', ['plan-1']],
      ['close[0]', ['plan-2']],
    ]);
  });

  it('asks again twice, then denies', async () => {
    const { calls, variable, output } = await play(definition, driftOften(3));
    const asked = about(calls, 0).filter((call) => call.startsWith('ask'));
    expect(asked).toEqual(['ask ok', 'ask close', 'ask close']);
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({
      status: 'denied',
      reason: 'drift: drifted 3 times',
    });
    expect(outcomeOf(variable('step_each'), 1, 'close')).toMatchObject({ status: 'applied' });
    expect(output).toMatchObject({ status: 'completed' });
  });

  it('ends although Decide would ask for ever', async () => {
    const { calls, variable } = await play(definition, {
      decide: () => ({ decision: 'ask', rule: 'mode', reason: 'always' }),
    });
    expect(calls.filter((call) => call.startsWith('apply'))).toEqual([]);
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({ status: 'denied' });
  });

  it('undoes all when a step with rollback fails, after its siblings have ended', async () => {
    const { calls, end } = await play(definition, {
      apply: ({ step }) => {
        if (step === 'close[0]') throw { error: 'AccessDenied', cause: 'no such right' };
        return { status: 'applied', result: {} };
      },
    });
    expect(calls).toEqual(
      expect.arrayContaining(['fail close[0]', 'verify close[1]', 'notify tell[0]: logs is public']),
    );
    expect(calls.at(-1)).toBe('rollback');
    expect(end).toMatchObject({
      status: 'rolled-back',
      step: 'close[0]',
      error: 'AccessDenied',
      cause: 'no such right',
    });
  });

  it('rolls back although the failure cannot be recorded', async () => {
    const fails = () => {
      throw { error: 'InvalidInput', cause: 'broken' };
    };
    const { calls, end } = await play(definition, { apply: fails, fail: fails });
    expect(calls.at(-1)).toBe('rollback');
    expect(end).toMatchObject({ status: 'rolled-back' });
  });

  it('says so when the rollback fails', async () => {
    const { end } = await play(definition, {
      apply: () => {
        throw { error: 'AccessDenied', cause: 'no' };
      },
      rollback: () => {
        throw { error: 'InvalidInput', cause: 'ledger' };
      },
    });
    expect(end).toMatchObject({
      status: 'failed',
      error: 'AccessDenied',
      cause: 'no; the rollback failed: InvalidInput: ledger',
    });
  });

  it('goes on in the other branches when one fails, and where a step says continue', async () => {
    const { calls, output } = await play(definition, {
      notify: () => {
        throw { error: 'InvalidInput', cause: 'no channel' };
      },
    });
    expect(calls).toEqual(expect.arrayContaining(['verify close[0]', 'verify close[1]']));
    expect(output).toMatchObject({ status: 'completed' });
  });

  it('tries again what passes', async () => {
    let throttled = 0;
    const { calls, output } = await play(definition, {
      apply: ({ step }) => {
        if (step === 'close[0]' && (throttled += 1) <= 3) throw { error: 'Busy', cause: 'held' };
        return { status: 'applied', result: {} };
      },
    });
    expect(about(calls, 0).filter((call) => call === 'apply close')).toHaveLength(4);
    expect(output).toMatchObject({ status: 'completed' });
  });

  it('waits for what is pending, not for ever', async () => {
    const { calls, variable } = await play(definition, {
      verify: ({ step }) =>
        step === 'close[0]'
          ? { verified: 'pending', reason: 'still', retryAfter: 30 }
          : { verified: 'contained', reason: 'it is' },
    });
    expect(about(calls, 0).filter((call) => call === 'verify close')).toHaveLength(21);
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({
      status: 'applied',
      verified: 'not',
      reason: 'still',
    });
  });

  it('asks nobody in shadow', async () => {
    const { calls, asked, variable } = await play(definition, { begin: { mode: 'shadow' } });
    expect(asked).toEqual([]);
    expect(about(calls, 0)).toEqual(expect.arrayContaining(['plan close', 'decide close']));
    expect(calls.some((call) => call.startsWith('apply'))).toBe(false);
    expect(outcomeOf(variable('step_each'), 0, 'close')).toMatchObject({ status: 'planned' });
  });
});
