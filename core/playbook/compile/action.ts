import { MAX_DRIFTS } from '../protocol.ts';
import type { StepOf } from '../schema.ts';
import { audienceOf, compileQuestion, expiredDecision, patienceOf, startClock } from './ask.ts';
import { choose } from './choose.ts';
import { errorOf, routeFailure } from './failure.ts';
import { type Asl, type AslObject, type Fragment, type Frame, labelOf, outcomeVariable } from './frame.ts';
import { catchEverything, invoke, seconds } from './tasks.ts';
import { compileValue } from './values.ts';

type ActionStep = StepOf<'action'>;

/** How often Verify looks again at what is still pending, and how long it waits in between. */
const MOST_LOOKS = 20;
const WAIT_SECONDS = { unsaid: 10, most: 60 };

/**
 * Plan → Decide → (Ask → Decide) → Apply → Verify. The account may drift between plan and apply: then it
 * is planned again, decided again and, where a person approved the plan, asked again, MAX_DRIFTS times.
 * Variables: `plan_`, `summary_`, `approval_` (the latest Decision about it), `drifts_`, `asked_` (how often people
 * were), `applied_`, `looks_`.
 */
export function compileAction(step: ActionStep, frame: Frame): Fragment {
  const { id } = step;
  return {
    entry: `${id}: Plan`,
    states: {
      [`${id}: Plan`]: planState(step, frame),
      [`${id}: Decide`]: decideState(step, frame),
      [`${id}: Decided`]: decidedState(step, frame),
      ...askStates(step, frame),
      [`${id}: Apply`]: applyState(step, frame),
      [`${id}: Applied`]: appliedState(step, frame),
      [`${id}: Verify`]: verifyState(step, frame),
      [`${id}: Verified`]: verifiedState(step, frame),
      [`${id}: Wait`]: waitState(step),
      [`${id}: Fail`]: failState(step, frame),
    },
  };
}

/** What a scope must assign before the steps of an action in it can run. */
export function actionVariables(id: string): AslObject {
  const unset = { [`plan_${id}`]: null, [`summary_${id}`]: null, [`approval_${id}`]: null };
  return { ...unset, [`drifts_${id}`]: 0, [`asked_${id}`]: 0 };
}

/** `ec2.isolate-instance` → `ActionsEc2Function`. */
function functionOf(action: string): string {
  const service = action.split('.', 1).join('');
  return `Actions${service.charAt(0).toUpperCase()}${service.slice(1)}Function`;
}

interface Request {
  readonly phase: string;
  readonly more: AslObject;
  readonly seconds: number;
}

function request(step: ActionStep, { phase, more }: Request, frame: Frame): AslObject {
  const { siblings } = frame.scope;
  return {
    phase,
    run: '{% $run %}',
    step: labelOf(frame.scope, step.id),
    action: step.action,
    ...(siblings !== undefined && phase !== 'plan' && { siblings: `{% $${siblings} %}` }),
    ...more,
  };
}

/** A phase of the action. What it throws goes to `<id>: Fail`, which records it. */
function phaseState(
  step: ActionStep,
  frame: Frame,
  call: Request & { assign?: AslObject; next: string },
): AslObject {
  return invoke({
    function: functionOf(step.action),
    payload: request(step, call, frame),
    seconds: call.seconds,
    retry: step.retry,
    ...(call.assign && { assign: call.assign }),
    catch: catchEverything({ Output: '{% $states.errorOutput %}', Next: `${step.id}: Fail` }),
    next: call.next,
  });
}

function planRequest(step: ActionStep, frame: Frame): Request {
  const parameters = compileValue(step.with, ['with'], frame);
  return { phase: 'plan', more: { parameters }, seconds: seconds.plan };
}

/** For an approval step, which asks about the plans of later actions: the same call, with its own way on. */
export function planInAdvance(
  step: ActionStep,
  frame: Frame,
  way: { catch: readonly AslObject[]; next: string },
): AslObject {
  return invoke({
    function: functionOf(step.action),
    payload: request(step, planRequest(step, frame), frame),
    seconds: seconds.plan,
    retry: step.retry,
    assign: { [`plan_${step.id}`]: '{% $states.result.Payload.hash %}' },
    ...way,
  });
}

function planState(step: ActionStep, frame: Frame): AslObject {
  const { id } = step;
  const changed = `$plan_${id} != null and $plan_${id} != $states.result.Payload.hash`;
  return phaseState(step, frame, {
    ...planRequest(step, frame),
    assign: {
      [`plan_${id}`]: '{% $states.result.Payload.hash %}',
      [`summary_${id}`]: '{% $states.result.Payload.summary %}',
      [`drifts_${id}`]: `{% $drifts_${id} + (${changed} ? 1 : 0) %}`,
    },
    next: `${id}: Decide`,
  });
}

function decideState(step: ActionStep, frame: Frame): AslObject {
  const { id } = step;
  const more = { ...answerOf(id), drifts: `{% $drifts_${id} %}`, asked: `{% $asked_${id} %}` };
  return phaseState(step, frame, { phase: 'decide', more, seconds: seconds.short, next: `${id}: Decided` });
}

const answerOf = (id: string) => ({
  plan: `{% $plan_${id} %}`,
  mode: '{% $mode %}',
  approval: `{% $approval_${id} %}`,
});

/** People are asked once, and MAX_DRIFTS times again: a Decide that asks for more is taken as no, so that the machine ends. */
function decidedState(step: ActionStep, frame: Frame): AslObject {
  const { id } = step;
  const { scope, next } = frame;
  const bounded = `$drifts_${id} <= ${MAX_DRIFTS}`;
  const patient = `$asked_${id} <= ${MAX_DRIFTS}`;
  const outcome = outcomeVariable(scope, id);
  const rules = [
    { when: `{% $states.input.decision = 'apply' and ${bounded} %}`, next: `${id}: Apply` },
    {
      when: `{% $states.input.decision = 'ask' and ${bounded} and ${patient} %}`,
      assign: { ...startClock(id, patienceFor(step, frame)), [`asked_${id}`]: `{% $asked_${id} + 1 %}` },
      next: `${id}: Ask`,
    },
    {
      when: "{% $states.input.decision = 'record' %}",
      assign: { [outcome]: outcomeOf('planned', "{% $states.input.reason & '' %}") },
      next,
    },
  ];
  return choose(rules, { assign: { [outcome]: deniedOutcome }, next });
}

function outcomeOf(status: string, reason: string, verified: Asl = null, result: Asl = null): AslObject {
  return { status, reason, verified, result };
}

const deniedOutcome = outcomeOf('denied', "{% $states.input.rule & ': ' & $states.input.reason %}");

const patienceFor = ({ id }: ActionStep, { build }: Frame) =>
  patienceOf(build.approvals.get(id)?.approval, build.playbook.approvals);

function askStates(step: ActionStep, frame: Frame): AslObject {
  const { id } = step;
  const { scope } = frame;
  const plans = [`{% $plan_${id} %}`];
  return compileQuestion({
    id,
    label: labelOf(scope, id),
    message: `{% $summary_${id} %}`,
    plans,
    round: `{% $asked_${id} %}`,
    patience: patienceFor(step, frame),
    audience: audienceOf(frame.build.approvals.get(id)?.approval, frame.build.playbook.approvals),
    retry: step.retry,
    answered: { [`approval_${id}`]: '{% $states.result %}' },
    expired: { [`approval_${id}`]: expiredDecision(plans) },
    next: `${id}: Decide`,
    failed: { Output: '{% $states.errorOutput %}', Next: `${id}: Fail` },
  });
}

function applyState(step: ActionStep, frame: Frame): AslObject {
  const { id } = step;
  return phaseState(step, frame, {
    phase: 'apply',
    more: answerOf(id),
    seconds: seconds.apply,
    assign: { [`applied_${id}`]: '{% $states.result.Payload %}', [`looks_${id}`]: 0 },
    next: `${id}: Applied`,
  });
}

function appliedState({ id }: ActionStep, { scope, next }: Frame): AslObject {
  const rules = [
    { when: "{% $states.input.status = 'applied' %}", next: `${id}: Verify` },
    {
      when: `{% $states.input.status = 'drifted' and $drifts_${id} <= ${MAX_DRIFTS} %}`,
      assign: { [`drifts_${id}`]: `{% $drifts_${id} + 1 %}`, [`plan_${id}`]: null },
      next: `${id}: Plan`,
    },
  ];
  return choose(rules, { assign: { [outcomeVariable(scope, id)]: deniedOutcome }, next });
}

function verifyState(step: ActionStep, frame: Frame): AslObject {
  const { id } = step;
  const more = { plan: `{% $plan_${id} %}` };
  return phaseState(step, frame, {
    phase: 'verify',
    more,
    seconds: seconds.verify,
    next: `${id}: Verified`,
  });
}

function verifiedState({ id }: ActionStep, { scope, next }: Frame): AslObject {
  const again = {
    when: `{% $states.input.verified = 'pending' and $looks_${id} < ${MOST_LOOKS} %}`,
    assign: { [`looks_${id}`]: `{% $looks_${id} + 1 %}` },
    next: `${id}: Wait`,
  };
  const outcome = outcomeOf(
    'applied',
    "{% $states.input.reason & '' %}",
    "{% $states.input.verified = 'pending' ? 'not' : $states.input.verified %}",
    `{% $applied_${id}.result %}`,
  );
  return choose([again], { assign: { [outcomeVariable(scope, id)]: outcome }, next });
}

function waitState({ id }: ActionStep): AslObject {
  const said = `$min([${WAIT_SECONDS.most}, $states.input.retryAfter])`;
  return {
    Type: 'Wait',
    Seconds: `{% $exists($states.input.retryAfter) ? ${said} : ${WAIT_SECONDS.unsaid} %}`,
    Next: `${id}: Verify`,
  };
}

/** Records the error; whether that works or not, the run goes on as `onFailure` says. */
function failState(step: ActionStep, frame: Frame): AslObject {
  const { assign, next } = routeFailure(step, '$states.input', frame);
  const more = { plan: `{% $plan_${step.id} %}`, ...errorOf('$states.input') };
  return invoke({
    function: functionOf(step.action),
    payload: request(step, { phase: 'fail', more, seconds: seconds.short }, frame),
    seconds: seconds.short,
    assign,
    catch: catchEverything({ Assign: assign, Next: next }),
    next,
  });
}
