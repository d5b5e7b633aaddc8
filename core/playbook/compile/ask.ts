import { secondsOf } from '../../duration.ts';
import type { Playbook, Retry } from '../schema.ts';
import { choose } from './choose.ts';
import type { Asl, AslObject } from './frame.ts';
import { catchEverything, retryOn, transient } from './tasks.ts';

/** How long a question stands, and how often it is repeated, in seconds. */
export interface Patience {
  readonly timeout: number;
  readonly remindEvery: number;
}

type Asking = NonNullable<Playbook['approvals']>;

/** The first that says it, else one hour and ten minutes. */
export function patienceOf(...said: readonly (Asking | undefined)[]): Patience {
  const timeout = said.find((one) => one?.timeout !== undefined)?.timeout ?? 'PT1H';
  const remindEvery = said.find((one) => one?.remindEvery !== undefined)?.remindEvery ?? 'PT10M';
  return { timeout: secondsOf(timeout), remindEvery: secondsOf(remindEvery) };
}

/** Whom a question goes to, where the playbook says it; the first that says it. */
export function audienceOf(...said: readonly (Asking | undefined)[]): AslObject {
  const approvers = said.find((one) => one?.approvers !== undefined)?.approvers;
  const quorum = said.find((one) => one?.quorum !== undefined)?.quorum;
  return { ...(approvers && { approvers }), ...(quorum !== undefined && { quorum }) };
}

/** Assign this on the way to the question. */
export function startClock(id: string, { timeout }: Patience): AslObject {
  return {
    [`deadline_${id}`]: `{% $fromMillis($toMillis($states.context.State.EnteredTime) + ${timeout * 1000}) %}`,
    [`reminders_${id}`]: 0,
  };
}

export interface Question {
  /** The step's id; names the states `<id>: Ask` and `<id>: Remind`. */
  readonly id: string;
  readonly label: string;
  readonly message: string;
  /** The hashes of the plans, as an array or an expression that gives one. */
  readonly plans: Asl;
  /** An expression for how often the step has asked; absent where it asks once. */
  readonly round?: string;
  readonly patience: Patience;
  readonly audience: AslObject;
  readonly retry: Retry | undefined;
  /** Assigned when somebody has answered (`$states.result` is the Decision), and when nobody did in time. */
  readonly answered: AslObject;
  readonly expired: AslObject;
  readonly next: string;
  /** What to do when it could not be asked: a catcher without its errors. */
  readonly failed: AslObject;
}

/** What stands in for a person's answer when the deadline has passed. */
export function expiredDecision(plans: Asl): AslObject {
  const at = '{% $states.context.State.EnteredTime %}';
  return { decision: 'expired', by: 'tourniquet', at, hashes: plans };
}

/** Ask waits for one reminder interval; then Remind asks again, until the deadline has passed: then it is no. */
export function compileQuestion(question: Question): AslObject {
  return { [`${question.id}: Ask`]: askState(question), [`${question.id}: Remind`]: remindState(question) };
}

function askState(question: Question): AslObject {
  const { id, label, message, plans, round, patience, audience } = question;
  const left = `$ceil(($toMillis($deadline_${id}) - $toMillis($states.context.State.EnteredTime)) / 1000)`;
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: '${AskFunction}',
      Payload: {
        token: '{% $states.context.Task.Token %}',
        run: '{% $run %}',
        step: label,
        message,
        plans,
        ...(round !== undefined && { round }),
        deadline: `{% $deadline_${id} %}`,
        reminder: `{% $reminders_${id} %}`,
        ...audience,
      },
    },
    Assign: question.answered,
    TimeoutSeconds: `{% $max([1, $min([${patience.remindEvery}, ${left}])]) %}`,
    Retry: retryOn(transient.question, question.retry),
    Catch: [
      { ErrorEquals: ['States.Timeout', 'States.HeartbeatTimeout'], Next: `${id}: Remind` },
      ...catchEverything(question.failed),
    ],
    Next: question.next,
  };
}

function remindState({ id, expired, next }: Question): AslObject {
  const over = `{% $toMillis($states.context.State.EnteredTime) >= $toMillis($deadline_${id}) %}`;
  const again = { [`reminders_${id}`]: `{% $reminders_${id} + 1 %}` };
  return choose([{ when: over, assign: expired, next }], { assign: again, next: `${id}: Ask` });
}
