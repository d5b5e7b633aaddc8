import type { StepOf } from '../schema.ts';
import { planInAdvance } from './action.ts';
import { audienceOf, compileQuestion, expiredDecision, patienceOf, startClock } from './ask.ts';
import { choose } from './choose.ts';
import { causeOf, routeFailure } from './failure.ts';
import {
  type AslObject,
  type Fragment,
  type Frame,
  labelOf,
  outcomeVariable,
  type PlacedAction,
} from './frame.ts';
import { catchEverything } from './tasks.ts';
import { compileText } from './values.ts';

type ApprovalStep = StepOf<'approval'>;

/**
 * One question about the plans of later actions: each is planned, then a person is asked about all. The answer
 * goes to the `approval_` variable of each action, where its Decide finds it; what has another plan by then is
 * asked about again. In shadow nobody is asked: nothing will be applied.
 */
export function compileApproval(step: ApprovalStep, frame: Frame): Fragment {
  const { id } = step;
  const entry = `${id}: Mode`;
  const actions = step.approval.for.flatMap((name) => frame.build.actions.get(name) ?? []);
  return {
    entry,
    states: {
      [entry]: modeState(step, frame, actions),
      ...planStates(step, frame, actions),
      [`${id}: Due`]: dueState(step, frame),
      ...askStates(step, frame),
    },
  };
}

const planName = ({ id }: ApprovalStep, action: PlacedAction) => `${id}: Plan ${action.step.id}`;

function modeState(step: ApprovalStep, { scope, next }: Frame, actions: readonly PlacedAction[]): AslObject {
  const [first] = actions;
  const outcome = { status: 'done', reason: 'shadow: nobody is asked', verified: null, result: null };
  const shadow = {
    when: "{% $mode = 'shadow' %}",
    assign: { [outcomeVariable(scope, step.id)]: outcome },
    next,
  };
  return choose([shadow], { next: first ? planName(step, first) : `${step.id}: Due` });
}

function planStates(step: ApprovalStep, frame: Frame, actions: readonly PlacedAction[]): AslObject {
  const states = actions.map((action, index) => {
    const following = actions[index + 1];
    const next = following ? planName(step, following) : `${step.id}: Due`;
    const way = { catch: catchEverything(refusal(step, frame)), next };
    // What is wrong with the action's parameters is said where the action stands.
    const there = { ...frame, path: action.path, build: { ...frame.build, problems: [] } };
    return [planName(step, action), planInAdvance(action.step, there, way)];
  });
  return Object.fromEntries(states) as AslObject;
}

function dueState(step: ApprovalStep, { build }: Frame): AslObject {
  const { id, approval } = step;
  const hashes = approval.for.map((name) => `{% $plan_${name} %}`);
  return {
    Type: 'Pass',
    Assign: { [`plans_${id}`]: hashes, ...startClock(id, patienceOf(approval, build.playbook.approvals)) },
    Next: `${id}: Ask`,
  };
}

function askStates(step: ApprovalStep, frame: Frame): AslObject {
  const { id, approval } = step;
  const outcome = outcomeVariable(frame.scope, id);
  const plans = `{% $plans_${id} %}`;
  return compileQuestion({
    id,
    label: labelOf(frame.scope, id),
    message: compileText(approval.message, ['approval', 'message'], frame),
    plans,
    patience: patienceOf(approval, frame.build.playbook.approvals),
    audience: audienceOf(approval, frame.build.playbook.approvals),
    retry: step.retry,
    answered: { ...answerAll(step, '{% $states.result %}'), [outcome]: answeredOutcome },
    expired: {
      ...answerAll(step, expiredDecision(plans)),
      [outcome]: { status: 'rejected', reason: 'nobody answered in time', verified: null, result: null },
    },
    next: frame.next,
    failed: refusal(step, frame),
  });
}

const answeredOutcome = {
  status: "{% $states.result.decision = 'approved' ? 'approved' : 'rejected' %}",
  reason: "{% $states.result.decision & ' by ' & $states.result.by %}",
  verified: null,
  result: '{% $states.result %}',
};

/** The question counts as the first one about each of the actions. */
function answerAll({ approval }: ApprovalStep, decision: string | AslObject): AslObject {
  return Object.fromEntries(
    approval.for.flatMap((name) => [
      [`approval_${name}`, decision],
      [`asked_${name}`, 1],
    ]),
  );
}

/** A question that could not be put is a no: with `onFailure: continue` its actions are denied, not applied unasked. */
function refusal(step: ApprovalStep, frame: Frame): AslObject {
  const { assign, next } = routeFailure(step, '$states.errorOutput', frame);
  const decision = {
    decision: 'rejected',
    by: 'tourniquet',
    at: '{% $states.context.State.EnteredTime %}',
    reason: causeOf('$states.errorOutput'),
    hashes: [],
  };
  return { Assign: { ...assign, ...answerAll(step, decision) }, Next: next };
}
