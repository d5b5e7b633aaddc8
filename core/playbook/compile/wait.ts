import { secondsOf } from '../../duration.ts';
import type { StepOf } from '../schema.ts';
import { type Fragment, type Frame, outcomeVariable } from './frame.ts';
import { compileExpression, isExpression } from './values.ts';

export function compileWait(step: StepOf<'wait'>, frame: Frame): Fragment {
  const entry = `${step.id}: Wait`;
  const state = {
    Type: 'Wait',
    Seconds: isExpression(step.wait) ? compileExpression(step.wait, ['wait'], frame) : secondsOf(step.wait),
    Assign: { [outcomeVariable(frame.scope, step.id)]: { status: 'done', verified: null, result: null } },
    Next: frame.next,
  };
  return { entry, states: { [entry]: state } };
}
