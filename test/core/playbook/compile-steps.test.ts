import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { compile } from '../../../core/playbook/compile.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { validateAsl } from '../../support/validate-asl.ts';
import { play, type Played, type Script } from '../../statemachines/scripted-tasks.ts';

function build(steps: Json, more: Record<string, Json> = {}) {
  const parsed = parsePlaybook({ id: 'test', name: 'Test', mode: 'auto', steps, ...more }, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors, null, 2));
  const compiled = compile(parsed.playbook, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled;
}

const run = (steps: Json, script: Script = {}, more: Record<string, Json> = {}): Promise<Played> =>
  play(build(steps, more).definition, script, 'test');

const close = (id: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  id,
  action: 's3.block-public-access',
  with: { bucketName: 'logs' },
  ...more,
});
const tell = (id: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  id,
  notify: { message: id },
  ...more,
});
const ok = (more: Record<string, Json> = {}): Record<string, Json> => ({
  id: 'ok',
  approval: { for: ['close'], message: 'Well?', timeout: 'PT30M' },
  ...more,
});

const fails =
  (error = 'AccessDenied') =>
  () => {
    throw { error, cause: 'no such right' };
  };
/** An apply that fails for the steps that are named. */
const failAt = (...steps: string[]): Script => ({
  apply: ({ step }) => (steps.includes(step) ? fails()() : { status: 'applied', result: {} }),
});
const phasesOf = ({ calls }: Played, step: string) =>
  calls.filter((call) => call.endsWith(` ${step}`)).map((call) => call.split(' ')[0]);
const notified = ({ calls }: Played) =>
  calls.filter((call) => call.startsWith('notify')).map((call) => call.split(': ')[1]);

describe('an action', () => {
  it('is planned, decided, applied and verified', async () => {
    const played = await run([close('close')]);
    expect(phasesOf(played, 'close')).toEqual(['plan', 'decide', 'apply', 'verify']);
    expect(played.end).toEqual({ run: played.end?.run, status: 'completed' });
    expect(played.variable('step_close')).toEqual({
      status: 'applied',
      reason: 'it is',
      verified: 'contained',
      result: { by: 'close' },
    });
  });

  it.each<[string, Script, string[], string]>([
    ['in shadow', { begin: { mode: 'shadow' } }, ['plan', 'decide'], 'planned'],
    [
      'where each action asks',
      { begin: { mode: 'approve' } },
      ['plan', 'decide', 'ask', 'decide', 'apply', 'verify'],
      'applied',
    ],
    [
      'rejected',
      { begin: { mode: 'approve' }, ask: () => ({ decision: 'rejected' }) },
      ['plan', 'decide', 'ask', 'decide'],
      'denied',
    ],
    [
      'denied by a guardrail',
      { decide: () => ({ decision: 'deny', rule: 'protected', reason: 'a tag' }) },
      ['plan', 'decide'],
      'denied',
    ],
    [
      'denied in the last moment',
      { apply: () => ({ status: 'denied', rule: 'kill-switch', reason: 'paused' }) },
      ['plan', 'decide', 'apply'],
      'denied',
    ],
    ['that fails', failAt('close'), ['plan', 'decide', 'apply', 'fail'], 'failed'],
    ['whose plan fails', { plan: fails() }, ['plan', 'fail'], 'failed'],
    [
      'whose verification fails',
      { verify: fails() },
      ['plan', 'decide', 'apply', 'verify', 'fail'],
      'failed',
    ],
    [
      'that drifts, in mode auto',
      { apply: () => ({ status: 'drifted', reason: 'x' }) },
      [...Array<string[]>(3).fill(['plan', 'decide', 'apply']).flat(), 'plan', 'decide'],
      'denied',
    ],
  ])('%s', async (_, script, phases, status) => {
    const played = await run([close('close')], script);
    expect(phasesOf(played, 'close')).toEqual(phases);
    expect(played.variable('step_close')).toMatchObject({ status });
  });

  it.each<[Record<string, Json>, string[], string]>([
    [{}, [], 'failed'],
    [{ onFailure: 'stop' }, [], 'failed'],
    [{ onFailure: 'continue' }, ['after'], 'completed'],
    [{ onFailure: 'rollback' }, [], 'rolled-back'],
  ])('that fails with %j', async (more, told, status) => {
    const played = await run([close('close', more), tell('after')], failAt('close'));
    expect(notified(played)).toEqual(told);
    expect(played.calls.includes('rollback')).toBe(status === 'rolled-back');
    expect(played.end).toMatchObject({ status });
    if (status !== 'completed') {
      expect(played.end).toMatchObject({ step: 'close', error: 'AccessDenied', cause: 'no such right' });
    }
  });

  it('takes the onFailure of the playbook where it has none', async () => {
    const steps = [close('close'), tell('after')];
    expect((await run(steps, failAt('close'), { onFailure: 'rollback' })).end).toMatchObject({
      status: 'rolled-back',
    });
  });

  it('is tried as often as its retry says', async () => {
    const retry = { maxAttempts: 2, interval: 'PT5S' };
    const played = await run([close('close', { retry })], { apply: fails('Sandbox.Timedout') });
    expect(phasesOf(played, 'close')).toEqual(['plan', 'decide', 'apply', 'apply', 'apply', 'fail']);
  });

  it('waits for minutes while another run changes the same target', async () => {
    let busy = 0;
    const apply = () => ((busy += 1) <= 19 ? fails('Busy')() : ({ status: 'applied', result: {} } as const));
    expect((await run([close('close')], { apply })).end?.status).toBe('completed');
  });

  it('is failed when it names a resource that the finding lacks', async () => {
    const instanceId = "{% $resource('ec2-instance').instanceId %}";
    const played = await run([{ id: 'isolate', action: 'ec2.isolate-instance', with: { instanceId } }]);
    expect(played.end).toMatchObject({
      status: 'failed',
      step: 'isolate',
      error: 'States.QueryEvaluationError',
    });
    expect(played.end?.cause).toContain("kind = 'ec2-instance'");
  });

  it('uses what an earlier one left', async () => {
    const bucketName = '{% $steps.first.result.name %}';
    const played = await run([close('first'), close('second', { with: { bucketName } })], {
      apply: () => ({ status: 'applied', result: { name: 'wages' } }),
    });
    const plan = played.requests.find(({ phase, step }) => phase === 'plan' && step === 'second');
    expect(plan).toMatchObject({ parameters: { bucketName: 'wages' } });
  });

  it('gives its error to the record, shortened', async () => {
    const played = await run([close('close')], {
      apply: () => {
        throw { error: 'AccessDenied', cause: 'x'.repeat(5000) };
      },
    });
    const fail = played.requests.find(({ phase }) => phase === 'fail');
    expect(fail).toMatchObject({ error: 'AccessDenied', cause: 'x'.repeat(1000) });
  });
});

describe('`when`', () => {
  it.each([
    ['{% $risk.score > 80 %}', ['a', 'b']],
    ['{% $risk.score > 90 %}', ['b']],
    ["{% 's3-bucket' in $finding.resources.kind %}", ['a', 'b']],
    ["{% $steps.nothing.status = 'done' %}", ['b']],
  ])('%s: tells %j', async (when, told) => {
    const nothing = tell('nothing', { when: '{% false %}' });
    expect(notified(await run([nothing, tell('a', { when }), tell('b')]))).toEqual(told);
  });

  it('that has no value ends the playbook as failed, not the execution', async () => {
    const played = await run([tell('a', { when: '{% $finding.actor.name %}' })]);
    expect(played.status).toBe('SUCCEEDED');
    expect(played.end).toMatchObject({ status: 'failed', error: 'States.QueryEvaluationError' });
  });

  it('that has no value undoes what was applied, where the playbook says so', async () => {
    const steps = [close('close'), tell('a', { when: '{% $finding.actor.name %}' })];
    const played = await run(steps, {}, { onFailure: 'rollback' });
    expect(played.end).toMatchObject({ status: 'rolled-back' });
  });
});

describe('an approval', () => {
  it('asks for several plans at once', async () => {
    const both = { id: 'ok', approval: { for: ['one', 'two'], message: '{% $finding.title %}' } };
    const played = await run([both, close('one'), close('two', { with: { bucketName: 'wages' } })]);
    expect(played.asked).toMatchObject([{ step: 'ok', message: 'A bucket is public', reminder: 0 }]);
    expect(new Set(played.asked[0]?.plans).size).toBe(2);
    expect(played.calls.slice(0, 3)).toEqual(['plan one', 'plan two', 'ask ok']);
    expect(phasesOf(played, 'two').slice(-2)).toEqual(['apply', 'verify']);
  });

  it('that is not needed leaves the mode to decide', async () => {
    const played = await run([ok({ when: '{% false %}' }), close('close')]);
    expect(phasesOf(played, 'close')).toEqual(['plan', 'decide', 'apply', 'verify']);
  });

  it('that cannot be put is a no, also where the playbook goes on', async () => {
    const played = await run([ok({ onFailure: 'continue' }), close('close')], { ask: fails('NoChannel') });
    expect(phasesOf(played, 'close')).toEqual(['plan', 'plan', 'decide']);
    expect(played.requests.at(-1)).toMatchObject({
      approval: { decision: 'rejected', by: 'tourniquet', hashes: [] },
    });
    expect(played.variable('step_ok')).toMatchObject({ status: 'failed' });
  });

  it('whose plan cannot be made is a no too', async () => {
    let plans = 0;
    const script: Script = { plan: () => ((plans += 1) === 1 ? fails('NotFound')() : {}) };
    const played = await run([ok({ onFailure: 'continue' }), close('close')], script);
    expect(played.asked).toEqual([]);
    expect(phasesOf(played, 'close')).toEqual(['plan', 'plan', 'decide']);
  });

  it('repeats the question at its own interval and gives up at its own deadline', async () => {
    const approval = { for: ['close'], message: 'x', timeout: 'PT25M', remindEvery: 'PT10M' };
    const played = await run([{ id: 'ok', approval }, close('close')], { ask: () => undefined });
    expect(played.asked.map(({ reminder, deadline }) => [reminder, deadline])).toEqual(
      [0, 1, 2].map((reminder) => [reminder, '2026-01-01T00:25:00.000Z']),
    );
  });

  it.each([
    [{}, '2026-01-01T01:00:00.000Z'],
    [{ approvals: { timeout: 'P1D' } }, '2026-01-02T00:00:00.000Z'],
  ])('of mode approve stands as long as the playbook says: %j', async (more, deadline) => {
    const played = await run([close('close')], { begin: { mode: 'approve' } }, more);
    expect(played.asked).toMatchObject([
      { step: 'close', deadline, message: 'do s3.block-public-access for close' },
    ]);
  });
});

describe('wait', () => {
  it.each(['PT2H', '{% 3600 * 2 %}'])('%s', async (wait) => {
    const approval = { id: 'ok', approval: { for: ['close'], message: 'x', timeout: 'PT1H' } };
    const played = await run([{ id: 'rest', wait }, approval, close('close')]);
    expect(played.asked[0]?.deadline).toBe('2026-01-01T03:00:00.000Z');
  });
});

describe('choice', () => {
  const choice = (more: Record<string, Json> = {}): Json => ({
    id: 'which',
    choice: [
      { when: '{% $risk.score > 90 %}', steps: [tell('high')] },
      { when: '{% $risk.score > 80 %}', steps: [close('close'), tell('middle')] },
    ],
    otherwise: [tell('low')],
    ...more,
  });
  const risk = (score: number): Script => ({
    begin: { risk: { score, level: 'HIGH', factors: [], weights: '1' } },
  });

  it.each([
    [95, ['high', 'after']],
    [85, ['middle', 'after']],
    [70, ['low', 'after']],
  ])('with a score of %d tells %j', async (score, told) => {
    expect(notified(await run([choice(), tell('after')], risk(score)))).toEqual(told);
  });

  it('lets later steps read what its branch did', async () => {
    const after = tell('after', {
      when: "{% $steps.close.status = 'applied' and $steps.which.result = 1 %}",
    });
    expect(notified(await run([choice(), after]))).toEqual(['middle', 'after']);
    expect(notified(await run([choice(), after], risk(70)))).toEqual(['low']);
  });

  it('without otherwise goes on', async () => {
    const { otherwise, ...rest } = choice() as Record<string, Json>;
    expect(notified(await run([rest, tell('after')], risk(1)))).toEqual(['after']);
  });

  it.each([
    ['stop', [], 'failed'],
    ['continue', ['after'], 'completed'],
    ['rollback', [], 'rolled-back'],
  ])('whose steps fail, with onFailure %s', async (onFailure, told, status) => {
    const played = await run([choice({ onFailure }), tell('after')], failAt('close'));
    expect(notified(played)).toEqual(told);
    expect(played.end).toMatchObject({ status });
    expect(played.variable('step_which')).toMatchObject({ status: 'failed', reason: 'close: AccessDenied' });
  });
});

describe('parallel', () => {
  const both = (first: Json[], second: Json[], more: Record<string, Json> = {}): Json => ({
    id: 'both',
    parallel: [first, second],
    ...more,
  });

  it.each([
    ['stop', [], 'failed'],
    ['continue', ['after'], 'completed'],
    ['rollback', [], 'rolled-back'],
  ])('with a branch that fails ends the others first, then: %s', async (onFailure, told, status) => {
    const steps = [
      both([close('a'), close('b')], [{ id: 'rest', wait: 'P1D' }, close('c')], { onFailure }),
      tell('after'),
    ];
    const played = await run(steps, failAt('a'));
    expect(phasesOf(played, 'b')).toEqual([]);
    expect(phasesOf(played, 'c').at(-1)).toBe('verify');
    expect(notified(played)).toEqual(told);
    expect(played.end).toMatchObject({ status });
    expect(played.variable('step_both')).toMatchObject({ status: 'failed', reason: 'a: AccessDenied' });
    expect(played.variable('step_c')).toMatchObject({ status: 'applied' });
  });

  it('does not let a bad expression of one branch end the other', async () => {
    const bad = tell('bad', { when: '{% $finding.actor.name %}' });
    const played = await run([both([bad], [close('c')], { onFailure: 'continue' }), tell('after')]);
    expect(phasesOf(played, 'c').at(-1)).toBe('verify');
    expect(notified(played)).toEqual(['after']);
    expect(played.variable('step_both')).toMatchObject({ reason: 'both: States.QueryEvaluationError' });
  });

  it('rolls back for a step inside, whatever it says itself', async () => {
    const steps = [both([close('a', { onFailure: 'rollback' })], [close('c')], { onFailure: 'continue' })];
    expect((await run(steps, failAt('a'))).end).toMatchObject({ status: 'rolled-back', step: 'a' });
  });

  it('lets later steps read the outcomes of its branches', async () => {
    const when =
      "{% $steps.a.verified = 'contained' and $steps.b.status = 'failed' and $steps.both.status = 'done' %}";
    const steps = [both([close('a')], [close('b', { onFailure: 'continue' })]), tell('after', { when })];
    expect(notified(await run(steps, failAt('b')))).toEqual(['after']);
  });

  it('nests', async () => {
    const inner = { id: 'inner', parallel: [[close('a')], [close('b')]] };
    const when = "{% $steps.a.status = 'applied' and $steps.inner.status = 'failed' %}";
    const steps = [both([{ ...inner, onFailure: 'continue' }], [close('c')]), tell('after', { when })];
    expect(notified(await run(steps, failAt('b')))).toEqual(['after']);
  });
});

describe('forEach', () => {
  const each = (items: string, steps: Json[], more: Record<string, Json> = {}): Record<string, Json> => ({
    id: 'each',
    forEach: { items, as: 'bucket', steps },
    ...more,
  });
  const buckets = "{% $finding.resources[kind = 's3-bucket'] %}";
  const closeEach = close('close', { with: { bucketName: '{% $bucket.bucketName %}' } });
  const planned = ({ requests }: Played) =>
    requests.flatMap((request) =>
      request.phase === 'plan' ? [[request.step, request.parameters['bucketName']]] : [],
    );

  it.each([
    [
      'several',
      buckets,
      [
        ['close[0]', 'logs'],
        ['close[1]', 'wages'],
      ],
    ],
    ['one, which JSONata unwraps', "{% $finding.resources[bucketName = 'logs'] %}", [['close[0]', 'logs']]],
    ['none', "{% $finding.resources[kind = 'ec2-instance'] %}", []],
  ])('acts on %s', async (_, items, plans) => {
    const played = await run([each(items, [closeEach])]);
    expect(planned(played)).toEqual(plans);
    expect(played.end?.status).toBe('completed');
    expect(played.variable('step_each')).toMatchObject({
      status: 'done',
      result: plans.map(() => ({ close: { status: 'applied' } })),
    });
  });

  it('tells the guardrails how many targets it takes at once', async () => {
    const told = ({ requests }: Played) =>
      requests.flatMap((request) =>
        'siblings' in request ? [`${request.phase} ${request.step} of ${request.siblings}`] : [],
      );
    expect(new Set(told(await run([close('alone'), each(buckets, [closeEach])])))).toEqual(
      new Set([
        ...['decide', 'apply', 'verify'].map((phase) => `${phase} alone of 1`),
        ...['decide', 'apply', 'verify'].map((phase) => `${phase} close[0] of 2`),
        ...['decide', 'apply', 'verify'].map((phase) => `${phase} close[1] of 2`),
      ]),
    );
  });

  it('takes texts and numbers for items', async () => {
    const steps = [each('{% [1, 2] %}', [tell('tell', { notify: { message: "{% 'item ' & $bucket %}" } })])];
    expect(notified(await run(steps))).toEqual(['item 1', 'item 2']);
  });

  it('with an item that fails ends the others first', async () => {
    const played = await run([each(buckets, [closeEach]), tell('after')], failAt('close[0]'));
    expect(phasesOf(played, 'close[1]').at(-1)).toBe('verify');
    expect(played.end).toMatchObject({ status: 'failed', step: 'close[0]' });
    expect(notified(played)).toEqual([]);
  });

  it('does not let a bad expression for one item end the others', async () => {
    const when = "{% $bucket.bucketName = 'logs' ? $finding.actor.name : true %}";
    const played = await run([each(buckets, [{ ...closeEach, when }], { onFailure: 'continue' })]);
    expect(planned(played)).toEqual([['close[1]', 'wages']]);
    expect(played.variable('step_each')).toMatchObject({
      status: 'failed',
      reason: 'each[0]: States.QueryEvaluationError',
    });
  });

  it('gives nested items the indices of both', async () => {
    const inner = {
      id: 'inner',
      forEach: {
        items: '{% [1, 2] %}',
        as: 'n',
        steps: [tell('tell', { notify: { message: '{% $bucket.bucketName & $n %}' } })],
      },
    };
    const played = await run([each(buckets, [inner])]);
    expect(new Set(played.calls)).toEqual(
      new Set([
        'notify tell[0][0]: logs1',
        'notify tell[0][1]: logs2',
        'notify tell[1][0]: wages1',
        'notify tell[1][1]: wages2',
      ]),
    );
  });

  it('lets later steps read what each item came to', async () => {
    const when = "{% $count($steps.each.result.close[status = 'applied']) = 2 %}";
    expect(notified(await run([each(buckets, [closeEach]), tell('after', { when })]))).toEqual(['after']);
  });

  it('refuses more items than one execution can hold', async () => {
    const played = await run([each('{% [1..201] %}', [tell('tell')])]);
    expect(played.end).toMatchObject({
      status: 'failed',
      step: 'each',
      error: 'States.QueryEvaluationError',
    });
    expect(played.end?.cause).toContain('each has more than 200 items: 201');
  });

  it.each([
    ['one action', 1, 200],
    ['two actions', 2, 100],
    ['four actions', 4, 50],
  ])('takes fewer items the more it does with each: %s, %i of them, %i items', async (_what, count, most) => {
    const actions = Array.from({ length: count }, (_, n) => close(`close${n}`, { when: '{% false %}' }));
    const played = async (items: number) => (await run([each(`{% [1..${items}] %}`, actions)])).end?.status;
    expect(await played(most + 1)).toBe('failed');
    expect(await played(most)).toBe('completed');
  });
});

describe('an action that others feel more than the approver saw', () => {
  const close = { id: 'close', action: 's3.block-public-access', with: { bucketName: 'logs' } };
  const grown = { decision: 'ask', rule: 'drift', reason: 'more would feel it' } as const;
  const roundsOf = (played: Played) => played.asked.map(({ step, round }) => [step, round]);

  it('is asked about again under the same plan, each time as another question; twice, then it is denied', async () => {
    const played = await run([close], { begin: { mode: 'approve' }, decide: () => grown });
    expect(roundsOf(played)).toEqual([1, 2, 3].map((round) => ['close', round]));
    expect(new Set(played.asked.flatMap(({ plans }) => plans)).size).toBe(1);
    expect(played.calls).not.toContain('apply close');
    expect(played.requests.flatMap((one) => (one.phase === 'decide' ? one.asked : []))).toEqual([0, 1, 2, 3]);
  });

  it('is asked about twice more where a step had asked for it', async () => {
    const ok = { id: 'ok', approval: { for: ['close'], message: 'Close it?' } };
    const played = await run([ok, close], { decide: () => grown });
    expect(roundsOf(played)).toEqual([
      ['ok', undefined],
      ['close', 2],
      ['close', 3],
    ]);
  });
});

describe('playbook', () => {
  const other = { id: 'then', playbook: 'notify-the-owner' };

  it('runs another for the same incident, under a name that fits', async () => {
    const asked: { [key: string]: Json }[] = [];
    const script: Script = {
      playbook: (parameters) => {
        asked.push(parameters);
        return { playbook: 'x', status: 'succeeded' };
      },
    };
    const longest = `a${'b'.repeat(39)}`;
    const played = await run([other, { id: 'long', playbook: longest }], script);
    expect(played.end?.status).toBe('completed');
    expect(asked[0]).toMatchObject({
      StateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:PlaybookNotifyTheOwner',
      Input: { incident: 'inc-0123456789abcdef', revision: 1, playbook: 'notify-the-owner', cap: 'auto' },
    });
    expect(asked.map(({ Name }) => Name)).toEqual([
      expect.stringMatching(/^inc-0123456789abcdef-r1-notify-the-owner-[0-9a-f]{8}$/),
      expect.stringMatching(/^.{70,75}$/),
    ]);
    expect(build([other]).placeholders).toContain('PlaybookNotifyTheOwnerStateMachine');
  });

  it('tells it which steps led to it, so that each of its runs has records of its own', async () => {
    const led: unknown[] = [];
    const script: Script = {
      playbook: ({ Input }) => {
        led.push((Input as { within: string }).within);
        return { playbook: 'x', status: 'succeeded' };
      },
    };
    const each = {
      id: 'each',
      forEach: { items: "{% ['a', 'b'] %}", as: 'x', concurrency: 1, steps: [other] },
    };
    await run([{ id: 'first', playbook: 'other' }, each], script);
    await run([other], { ...script, within: 'outer[1]' });
    expect(led).toEqual(['first', 'then[0]', 'then[1]', 'outer[1]/then']);
  });

  it('lets it do no more than this one may', async () => {
    const caps: unknown[] = [];
    const script: Script = {
      begin: { mode: 'shadow' },
      playbook: ({ Input }) => {
        caps.push((Input as { cap: string }).cap);
        return { playbook: 'x', status: 'shadowed' };
      },
    };
    await run([other], script);
    expect(caps).toEqual(['shadow']);
    expect((await run([tell('a')], { cap: 'shadow' })).begun).toMatchObject([{ cap: 'shadow' }]);
    expect((await run([tell('a')])).begun).toMatchObject([{ cap: 'auto' }]);
  });

  it.each([
    ['succeeded', {}, 'completed'],
    ['partial', {}, 'completed'],
    ['failed', {}, 'failed'],
    ['rolled-back', {}, 'failed'],
    ['failed', { onFailure: 'continue' }, 'completed'],
    ['failed', { onFailure: 'rollback' }, 'rolled-back'],
  ])('that ended %s, with %j, is %s', async (status, more, end) => {
    const played = await run([{ ...other, ...more }], { playbook: () => ({ playbook: 'x', status }) });
    expect(played.end).toMatchObject({ status: end });
  });
});

describe('the machine', () => {
  it('is ASL, whatever the steps are', () => {
    const rest = { id: 'rest', wait: '{% 5 %}' };
    const steps = [
      ok({ when: '{% $risk.score < 90 %}' }),
      close('close', { retry: { maxAttempts: 0 } }),
      { id: 'which', choice: [{ when: '{% true %}', steps: [tell('a')] }], otherwise: [rest] },
      { id: 'both', parallel: [[tell('b')], [{ id: 'then', playbook: 'other' }]] },
      { id: 'each', forEach: { items: '{% [1] %}', as: 'x', steps: [tell('c')] } },
    ];
    expect(validateAsl(build(steps).definition)).toEqual([]);
  });

  it('is asked for nothing but its functions', () => {
    expect(
      build([close('close'), { id: 'key', action: 'iam.disable-access-key', with: { accessKeyId: 'AKIA1' } }])
        .placeholders,
    ).toEqual([
      'ActionsIamFunction',
      'ActionsS3Function',
      'AskFunction',
      'BeginPlaybookFunction',
      'EndPlaybookFunction',
      'RollbackFunction',
    ]);
  });

  it('runs under its own name, whatever its input calls it', async () => {
    const { begun } = await play(build([tell('a')]).definition, {}, 'another');
    expect(begun).toMatchObject([{ playbook: 'test' }]);
  });

  it('reports its end even when it could not begin', async () => {
    const begin = new Proxy({}, { ownKeys: fails('NotFound') });
    const played = await run([tell('a')], { begin });
    expect(played.end).toMatchObject({ status: 'failed', error: 'NotFound' });
    expect(played.calls).toEqual([]);
  });

  it('may last as long as people may take', () => {
    const limit = (steps: Json) => build(steps).definition['TimeoutSeconds'];
    expect(limit([{ id: 'rest', wait: 'P30D' }])).toBe(31 * 86_400);
    expect(limit([{ id: 'rest', wait: 'P365D' }])).toBe(365 * 86_400);
  });

  it('retries what passes with backoff and full jitter, and limits the time of every task', () => {
    const text = JSON.stringify(build([ok(), close('close'), tell('tell')]).definition);
    const tasks = text.split('"Type":"Task"').slice(1);
    expect(tasks.length).toBeGreaterThan(10);
    for (const task of tasks) {
      expect(task).toMatch(/"TimeoutSeconds":/);
      expect(task).toMatch(/"MaxDelaySeconds":30,"JitterStrategy":"FULL"/);
    }
  });

  it('has no state that nothing leads to', () => {
    const { definition } = build([
      { id: 'which', choice: [{ when: '{% true %}', steps: [tell('a', { onFailure: 'continue' })] }] },
    ]);
    expect(JSON.stringify(definition)).not.toContain('which: Failed');
  });
});
