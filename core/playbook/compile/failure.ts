import type { Step } from '../schema.ts';
import { type AslObject, failureVariable, type Frame, labelOf, outcomeVariable } from './frame.ts';
import { catchEverything } from './tasks.ts';

/** Where an error stands: in a Catch, or in the input of the state that a Catch led to. */
type ErrorPlace = '$states.errorOutput' | '$states.input';

const LONGEST_CAUSE = 1000;

const nameOf = (place: ErrorPlace) => `{% ${place}.Error & '' %}`;
export const causeOf = (place: ErrorPlace) => `{% $substring(${place}.Cause & '', 0, ${LONGEST_CAUSE}) %}`;

/** The error as requests carry it. */
export const errorOf = (place: ErrorPlace) => ({ error: nameOf(place), cause: causeOf(place) });

/** What stopped a sequence: kept in the scope's failure variable, given on at joins, told to EndPlaybook. */
export function describeFailure(label: string | null, place: ErrorPlace, rollback: boolean): AslObject {
  return { step: label, ...errorOf(place), rollback };
}

function failedOutcome(place: ErrorPlace): AslObject {
  const reason = `{% $substring(${place}.Error & ': ' & ${place}.Cause, 0, ${LONGEST_CAUSE}) %}`;
  return { status: 'failed', reason, verified: null, result: null };
}

/** The step's own `onFailure`, else the playbook's. */
export function onFailureOf(step: Step, { build }: Frame): 'stop' | 'continue' | 'rollback' {
  return step.onFailure ?? build.playbook.onFailure ?? 'stop';
}

export interface Route {
  readonly assign: AslObject;
  readonly next: string;
}

/** What follows when a step has failed: the variables to assign, and the state that `onFailure` leads to. */
export function routeFailure(step: Step, place: ErrorPlace, frame: Frame): Route {
  const { scope } = frame;
  const onFailure = onFailureOf(step, frame);
  const outcome = { [outcomeVariable(scope, step.id)]: failedOutcome(place) };
  if (onFailure === 'continue') return { assign: outcome, next: frame.next };
  const failure = describeFailure(labelOf(scope, step.id), place, onFailure === 'rollback');
  return { assign: { ...outcome, [failureVariable(scope)]: failure }, next: frame.stop };
}

/** Catch of steps whose failure nobody else has to record. */
export function catchFailure(step: Step, frame: Frame, more: AslObject = {}): readonly AslObject[] {
  const { assign, next } = routeFailure(step, '$states.errorOutput', frame);
  return catchEverything({ Assign: { ...assign, ...more }, Next: next });
}
