import type { StepOf } from '../schema.ts';
import { catchFailure, onFailureOf } from './failure.ts';
import { type AslObject, failureVariable, type Fragment, type Frame, outcomeVariable } from './frame.ts';
import { joinedState } from './join.ts';
import { retryOn, transient } from './tasks.ts';

/** A nested playbook may itself wait for people. */
export const NESTED_SECONDS = 7 * 86_400;

/**
 * The placeholder for the state machine of a playbook: `PlaybookCloseBucketStateMachine` for `close-bucket`.
 */
export function stateMachineOf(id: string): string {
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Playbook${words.join('')}StateMachine`;
}

/**
 * Runs another playbook for the same incident and waits for it. That one asks and undoes for
 * itself, in its own mode or in this one's, whichever does less; a rollback here does not reach it.
 */
export function compileNestedPlaybook(step: StepOf<'playbook'>, frame: Frame): Fragment {
  const { scope } = frame;
  const entry = `${step.id}: Run`;
  return {
    entry,
    states: {
      [entry]: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: {
          StateMachineArn: `\${${stateMachineOf(step.playbook)}}`,
          Name: nameOf(step, frame),
          Input: {
            incident: '{% $run.incident %}',
            revision: '{% $run.revision %}',
            playbook: step.playbook,
            cap: '{% $mode %}',
            within: `{% ($run.within = '' ? '' : $run.within & '/') & ${quotedLabel(step, frame)} %}`,
            AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: '{% $states.context.Execution.Id %}',
          },
        },
        Assign: { [outcomeVariable(scope, step.id)]: outcome, ...failureOf(step, frame) },
        Output: {},
        TimeoutSeconds: NESTED_SECONDS,
        Retry: retryOn(transient.execution, step.retry),
        Catch: catchFailure(step, frame),
        Next: `${step.id}: Ended`,
      },
      [`${step.id}: Ended`]: joinedState(frame),
    },
  };
}

/**
 * Unique by the run and the step, and the same when the call is repeated; a redrive starts another. At most
 * 78 of 80 characters: incident 20, revision 8, playbook 40, digest 8.
 */
function nameOf(step: StepOf<'playbook'>, frame: Frame): string {
  const label = quotedLabel(step, frame);
  const key = `$run.execution & '/' & ${label} & '/' & $states.context.Execution.RedriveCount`;
  const digest = `$substring($hash(${key}, 'SHA-256'), 0, 8)`;
  return `{% $run.incident & '-r' & $run.revision & '-${step.playbook}-' & ${digest} %}`;
}

/** The step as an expression: inside forEach with the indices. */
const quotedLabel = ({ id }: StepOf<'playbook'>, { scope }: Frame): string =>
  scope.at ? `'${id}' & $${scope.at}` : `'${id}'`;

const ended = '$states.result.Output.status';
const badly = `${ended} in ['failed', 'rolled-back']`;

const outcome = {
  status: `{% ${badly} ? 'failed' : 'done' %}`,
  reason: `{% ${ended} & '' %}`,
  verified: null,
  result: '{% $states.result.Output %}',
};

/** The nested playbook has ended, and badly: that counts as a failure of the step. */
function failureOf(step: StepOf<'playbook'>, frame: Frame): AslObject {
  const onFailure = onFailureOf(step, frame);
  if (onFailure === 'continue') return {};
  const failure =
    `{'step': ${quotedLabel(step, frame)}, 'error': 'PlaybookFailed', ` +
    `'cause': 'playbook ${step.playbook} ended ' & ${ended}, 'rollback': ${String(onFailure === 'rollback')}}`;
  return { [failureVariable(frame.scope)]: `{% ${badly} ? ${failure} : null %}` };
}
