import type { StepOf } from '../schema.ts';
import { catchFailure } from './failure.ts';
import { type Fragment, type Frame, labelOf, outcomeVariable } from './frame.ts';
import { invoke, seconds } from './tasks.ts';
import { compileText } from './values.ts';

export function compileNotify(step: StepOf<'notify'>, frame: Frame): Fragment {
  const entry = `${step.id}: Notify`;
  const state = invoke({
    function: 'NotifyFunction',
    payload: {
      run: '{% $run %}',
      step: labelOf(frame.scope, step.id),
      message: compileText(step.notify.message, ['notify', 'message'], frame),
    },
    seconds: seconds.short,
    retry: step.retry,
    assign: { [outcomeVariable(frame.scope, step.id)]: { status: 'done', verified: null, result: null } },
    catch: catchFailure(step, frame),
    next: frame.next,
  });
  return { entry, states: { [entry]: state } };
}
