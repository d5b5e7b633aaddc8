import type { Step, Steps } from '../schema.ts';
import { walkSteps } from './walk.ts';

/** Of the 25,000 events that an execution may have: the rest is for the other steps. */
const EVENTS = 20_000;

/** About how many events a step makes. An action that is asked about, drifts and is looked at again has 100. */
const eventsOf = (step: Step): number => ('action' in step ? 100 : 'approval' in step ? 40 : 15);

/** Whatever they do. */
const MOST = 200;

/**
 * How many items a forEach step may take, so that what it does to all of them fits into one execution's history.
 * What is nested in another forEach is counted for ten items of that.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export function mostItems(steps: Steps): number {
  const events = [...walkSteps(steps)].reduce(
    (sum, { step, items }) => sum + eventsOf(step) * 10 ** items.length,
    0,
  );
  return Math.max(1, Math.min(MOST, Math.floor(EVENTS / events)));
}
