import { choose } from './choose.ts';
import { describeFailure } from './failure.ts';
import type { AslObject, Build } from './frame.ts';
import { compileScope } from './scope.ts';
import { catchEverything, invoke, seconds } from './tasks.ts';
import { limitTime } from './time-limit.ts';

/**
 * The whole machine: Begin → Steps → (Rollback) → End. Its input is a BeginRequest, of which `execution` is
 * left out. Variables of the outermost scope: `run, finding, incident, risk, mode`, and `outcome`, what
 * ended the steps before their end (null: nothing did).
 */
export function compileMachine(build: Build): AslObject {
  const { playbook } = build;
  return {
    Comment: `Playbook ${playbook.id}: ${playbook.name}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: limitTime(playbook),
    StartAt: 'Begin',
    States: {
      Begin: beginState(playbook.id),
      Steps: stepsState(build),
      Ended: choose([{ when: '{% $outcome.rollback = true %}', next: 'Rollback' }], { next: 'End' }),
      Rollback: rollbackState,
      End: endState,
    },
  };
}

/** A machine runs its own playbook, whatever its input calls it: so nobody starts it in the mode of another one. */
const runOf = (playbook: string) => ({
  incident: '{% $states.input.incident %}',
  revision: '{% $states.input.revision %}',
  playbook,
  execution: '{% $states.context.Execution.Id %}',
  within: "{% $exists($states.input.within) ? $states.input.within : '' %}",
});

function beginState(playbook: string): AslObject {
  const run = runOf(playbook);
  return {
    ...invoke({
      function: 'BeginPlaybookFunction',
      payload: { ...run, cap: "{% $exists($states.input.cap) ? $states.input.cap : 'auto' %}" },
      seconds: seconds.short,
      assign: {
        run,
        finding: '{% $states.result.Payload.finding %}',
        incident: '{% $states.result.Payload.incident %}',
        risk: '{% $states.result.Payload.risk %}',
        mode: '{% $states.result.Payload.mode %}',
        outcome: null,
      },
      catch: catchEverything({
        Assign: { run, outcome: describeFailure(null, '$states.errorOutput', false) },
        Next: 'End',
      }),
      next: 'Steps',
    }),
    Output: {},
  };
}

/** What the body cannot catch itself ends here. */
function stepsState(build: Build): AslObject {
  const { playbook } = build;
  const unknown = new Map([...build.broken].map((id) => [id, 'unknown']));
  const scope = {
    depth: 0,
    at: undefined,
    siblings: undefined,
    steps: unknown,
    items: new Map<string, string>(),
  };
  const outcome = describeFailure(null, '$states.errorOutput', playbook.onFailure === 'rollback');
  return {
    Type: 'Parallel',
    Branches: [compileScope(playbook.steps, { build, scope, path: ['steps'], prefix: '' })],
    Assign: { outcome: '{% $states.result[0].failure %}' },
    Output: {},
    Catch: catchEverything({ Assign: { outcome }, Next: 'Ended' }),
    Next: 'Ended',
  };
}

const rollbackError =
  "'; the rollback failed: ' & $states.errorOutput.Error & ': ' & $states.errorOutput.Cause";
const rollbackState = invoke({
  function: 'RollbackFunction',
  payload: { run: '{% $run %}' },
  seconds: seconds.rollback,
  catch: catchEverything({
    Assign: {
      outcome: `{% $merge([$outcome, {'rollback': false, 'cause': $substring($outcome.cause & ${rollbackError}, 0, 2000)}]) %}`,
    },
    Next: 'End',
  }),
  next: 'End',
});

const badEnd =
  "$merge([{'run': $run, 'status': $outcome.rollback ? 'rolled-back' : 'failed', 'error': $outcome.error, " +
  "'cause': $outcome.cause}, $outcome.step ? {'step': $outcome.step} : {}])";

/** Not caught: an execution that cannot report its end must fail, for the rule on failed executions sees that. */
const endState = invoke({
  function: 'EndPlaybookFunction',
  payload: `{% $outcome = null ? {'run': $run, 'status': 'completed'} : ${badEnd} %}`,
  seconds: seconds.short,
});
