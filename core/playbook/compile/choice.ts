import type { StepOf } from '../schema.ts';
import { choose } from './choose.ts';
import { onFailureOf } from './failure.ts';
import { type AslObject, failureVariable, type Fragment, type Frame, outcomeVariable } from './frame.ts';
import { compileExpression } from './values.ts';

type ChoiceStep = StepOf<'choice'>;

/**
 * The steps of the first rule that is true, else `otherwise`. They share the variables of the steps around
 * them; when they stop, the choice has failed and its own `onFailure` holds.
 */
export function compileChoice(step: ChoiceStep, frame: Frame): Fragment {
  const entry = `${step.id}: Choose`;
  const failed = `${step.id}: Failed`;
  const within = { ...frame, stop: failed };
  const rules = step.choice.map(({ when, steps }, index) => ({
    condition: compileExpression(when, ['choice', index, 'when'], frame),
    body: frame.build.compileSteps(steps, { ...within, path: [...frame.path, 'choice', index, 'steps'] }),
    assign: chosen(step, frame, index),
  }));
  const otherwise = compileOtherwise(step, within);
  const choice = choose(
    rules.map(({ condition, body, assign }) => ({ when: condition, assign, next: body.entry })),
    { assign: chosen(step, frame, null), next: otherwise.entry },
  );
  const bodies = rules.map(({ body }) => body.states);
  return {
    entry,
    states: Object.assign({ [entry]: choice }, ...bodies, otherwise.states, {
      [failed]: failedState(step, frame),
    }) as AslObject,
  };
}

function compileOtherwise({ otherwise }: ChoiceStep, frame: Frame): Fragment {
  if (otherwise === undefined) return { entry: frame.next, states: {} };
  return frame.build.compileSteps(otherwise, { ...frame, path: [...frame.path, 'otherwise'] });
}

/** `result` is the number of the rule, from 0; null: otherwise. */
function chosen({ id }: ChoiceStep, { scope }: Frame, result: number | null): AslObject {
  return { [outcomeVariable(scope, id)]: { status: 'done', verified: null, result } };
}

/** A step inside that asked for rollback is obeyed, whatever the choice says. */
function failedState(step: ChoiceStep, frame: Frame): AslObject {
  const { scope, next, stop } = frame;
  const failure = failureVariable(scope);
  const reason = `{% $substring($${failure}.step & ': ' & $${failure}.error, 0, 1000) %}`;
  const outcome = {
    [outcomeVariable(scope, step.id)]: { status: 'failed', reason, verified: null, result: null },
  };
  const rolledBack = { [failure]: `{% $merge([$${failure}, {'rollback': true}]) %}` };
  const ends = (more: AslObject) => ({ Type: 'Pass', Assign: { ...outcome, ...more }, Next: stop });
  const states = {
    stop: ends({}),
    rollback: ends(rolledBack),
    continue: choose([{ when: `{% $${failure}.rollback = true %}`, assign: outcome, next: stop }], {
      assign: { ...outcome, [failure]: null },
      next,
    }),
  };
  return states[onFailureOf(step, frame)];
}
