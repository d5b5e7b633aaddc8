import { secondsOf } from '../../duration.ts';
import { MAX_DRIFTS } from '../protocol.ts';
import type { Playbook, Step, StepKind, StepOf, Steps } from '../schema.ts';
import { kindOf } from '../schema.ts';
import { patienceOf } from './ask.ts';
import { mostItems } from './most-items.ts';
import { NESTED_SECONDS } from './nested-playbook.ts';
import { isExpression } from './values.ts';

const DAY = 86_400;
/** A Standard execution lasts at most a year. */
const YEAR = 31_536_000;
/** Calls, retries and waits for verification of one action. */
const ACTION_SECONDS = 6 * 3_600;

type Waiting = { readonly [K in StepKind]: (step: StepOf<K>, playbook: Playbook) => number };

/** How long the steps of each kind may take when everybody answers at the last moment, in seconds. */
const waiting: Waiting = {
  action: (_, { approvals }) => ACTION_SECONDS + (MAX_DRIFTS + 1) * patienceOf(approvals).timeout,
  approval: ({ approval }, { approvals }) => (MAX_DRIFTS + 2) * patienceOf(approval, approvals).timeout,
  notify: () => 600,
  wait: ({ wait }) => (isExpression(wait) ? DAY : secondsOf(wait)),
  choice: ({ choice, otherwise }, playbook) =>
    Math.max(...[...choice.map(({ steps }) => steps), otherwise ?? []].map((steps) => sum(steps, playbook))),
  parallel: ({ parallel }, playbook) => Math.max(...parallel.map((steps) => sum(steps, playbook))),
  forEach: ({ forEach }, playbook) =>
    Math.ceil(mostItems(forEach.steps) / forEach.concurrency) * sum(forEach.steps, playbook),
  playbook: () => NESTED_SECONDS,
};

const sum = (steps: Steps, playbook: Playbook): number =>
  steps.reduce((total, step) => total + secondsFor(step, playbook), 0);

const secondsFor = (step: Step, playbook: Playbook): number =>
  (waiting[kindOf(step)] as (step: Step, playbook: Playbook) => number)(step, playbook);

/**
 * The machine's TimeoutSeconds. Nothing catches it, so it lies beyond every way that the steps can go: it ends
 * what hangs for reasons that nobody foresaw.
 */
export function limitTime(playbook: Playbook): number {
  return Math.min(YEAR, DAY + sum(playbook.steps, playbook));
}
