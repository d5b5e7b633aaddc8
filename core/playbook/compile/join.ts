import type { Step } from '../schema.ts';
import { choose } from './choose.ts';
import { onFailureOf } from './failure.ts';
import { type AslObject, failureVariable, type Frame } from './frame.ts';

/** The failures among what branches or iterations gave on. */
const failures = '$states.result.failure[$ != null]';

export const joinedStatus = {
  status: `{% $exists(${failures}) ? 'failed' : 'done' %}`,
  reason: `{% $substring($join(${failures}.(step & ': ' & error), ', ') & '', 0, 1000) %}`,
  verified: null,
};

/**
 * What the failures within a container are to the scope around it. A step inside that asks for rollback is
 * obeyed whatever the container says: rollback is of the whole run.
 */
const failureAtJoin = {
  stop: "$exists($found) ? $merge([$found[0], {'rollback': true in $found.rollback}]) : null",
  continue: '$exists($found[rollback = true]) ? $found[rollback = true][0] : null',
  rollback: "$exists($found) ? $merge([$found[0], {'rollback': true}]) : null",
};

export function joinFailures(step: Step, frame: Frame): AslObject {
  const verdict = failureAtJoin[onFailureOf(step, frame)];
  return { [failureVariable(frame.scope)]: `{% ($found := ${failures}; ${verdict}) %}` };
}

/** Ends the steps where `joinFailures` left a failure. */
export function joinedState({ scope, next, stop }: Frame): AslObject {
  return choose([{ when: `{% $${failureVariable(scope)} != null %}`, next: stop }], { next });
}
