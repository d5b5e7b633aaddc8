import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runStateMachine } from '../../runtime/asl/index.ts';
import { fillPlaceholders } from '../../runtime/home/fill-placeholders.ts';
import { createManualClock } from '../support/manual-clock.ts';

const definition = fillPlaceholders(
  readFileSync(new URL('../../statemachines/response.asl.json', import.meta.url), 'utf8'),
  (name) => `arn:aws:lambda:us-east-1:111122223333:function:${name}`,
);

/** What the first playbook's start comes to each time, and what each function does that is not told to succeed. */
interface Script {
  readonly starts?: readonly string[];
  readonly broken?: string;
}

const playbooks = ['one', 'two'].map((id) => ({ id, machine: `arn:machine:${id}`, name: `inc-1-r1-${id}` }));

/** Runs a response with two playbooks. `calls`: the functions, and the playbooks that ran to their end. */
async function respond({ starts = [], broken }: Script) {
  const clock = createManualClock();
  const calls: string[] = [];
  const errors = [...starts];
  let ended = false;
  const running = runStateMachine({
    definition,
    input: { incident: 'inc-1', revision: 1 },
    clock,
    random: () => 0.5,
    invokeTask: async ({ resource, parameters }) => {
      const { StateMachineArn, FunctionName = '' } = parameters as Record<string, string>;
      const name = (StateMachineArn ?? FunctionName).split(':').at(-1) ?? '';
      const error = name === 'one' ? errors.shift() : name === broken ? 'ZodError' : undefined;
      // The engine's contract: an error by name.
      if (error !== undefined) throw { error, cause: 'as told' };
      calls.push(name);
      if (resource.includes('startExecution')) return { output: { Output: { status: 'succeeded' } } };
      return { output: { Payload: { playbooks, status: { state: 'contained' } } } };
    },
  }).finally(() => {
    ended = true;
  });
  await Promise.all([running, clock.runUntil(() => ended)]);
  return { calls, status: (await running).status };
}

const throttled = 'StepFunctions.ThrottlingException';

describe('response.asl.json', () => {
  it.each<[string, Script, string[]]>([
    ['runs its playbooks one after another', {}, ['one', 'two']],
    ['starts a playbook again that was throttled', { starts: [throttled, throttled] }, ['one', 'two']],
    [
      'takes a run that has ended under its name for done',
      { starts: [throttled, 'StepFunctions.ExecutionAlreadyExistsException'] },
      ['two'],
    ],
    [
      'records a playbook that fails, and runs the next',
      { starts: ['States.TaskFailed'] },
      ['EndPlaybookFunction', 'two'],
    ],
    [
      'runs the next playbook even when the failure of one cannot be recorded',
      { starts: ['States.DataLimitExceeded'], broken: 'EndPlaybookFunction' },
      ['two'],
    ],
    ['ends well when Security Hub cannot be told', { broken: 'WriteBackFunction' }, ['one', 'two']],
  ])('%s', async (_title, script, expected) => {
    const { calls, status } = await respond(script);
    const close = ['CloseResponseFunction', 'WriteBackFunction'].filter((name) => name !== script.broken);
    expect({ calls, status }).toEqual({
      calls: ['OpenResponseFunction', ...expected, ...close],
      status: 'SUCCEEDED',
    });
  });
});
