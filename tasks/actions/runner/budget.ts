import {
  countFailure,
  emptyBudget,
  findLatched,
  limitOf,
  spend,
  type Budget,
  type BudgetId,
} from '../../../core/guardrails/budget.ts';
import { guardrailError, type Denial } from '../../../core/guardrails/check.ts';
import { Busy } from '../../../core/errors.ts';
import { joinLines } from '../../../core/one-line.ts';
import type { Plan } from '../../../core/plan.ts';
import type { Run } from '../../../core/playbook/protocol.ts';
import { nestingOf } from '../../../core/records/record.ts';
import { findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

/** Which step of a run asks, and how many like it its forEach step takes at once. */
export interface Place {
  readonly run: Run;
  readonly step: string;
  readonly siblings: number;
}

/** All targets of a forEach step share one name, and are let through together: `isolate` for `isolate[2]`. */
function spendingOf({ run, step, siblings }: Place) {
  const { incident, revision, playbook } = run;
  const shared = siblings > 1 ? step.replace(/\[\d+\]$/, '') : step;
  const prefix = `${incident}-r${revision}#${playbook}${nestingOf(run)}#`;
  return { id: prefix + shared, step: prefix + step, size: siblings };
}

const idOf = ({ action, target: { account } }: Pick<Plan, 'action' | 'target'>): BudgetId => ({
  account,
  action,
});

/**
 * Takes the step's share of the hour, as often as asked only once. @returns the denial where the action is
 * latched shut in that account, of which people have then been told.
 */
export function takeBudget(services: Services, plan: Plan, place: Place): Promise<Denial | null> {
  return answerBudget(services, plan, place, () => {
    const limit = limitOf(findAction(services, plan.action).spec, services.guardrails);
    const id = idOf(plan);
    return services.budgets.change(id, (old) =>
      spend(old ?? emptyBudget(id), spendingOf(place), limit, services.clock.now()),
    );
  });
}

/** The same without taking: no person is asked for what could not be done anyway. */
export const lookAtBudget = (services: Services, plan: Plan, place: Place): Promise<Denial | null> =>
  answerBudget(services, plan, place, () => services.budgets.get(idOf(plan)));

async function answerBudget(
  services: Services,
  plan: Plan,
  place: Place,
  read: () => Promise<Budget | null>,
): Promise<Denial | null> {
  try {
    const budget = await read();
    const denial = findLatched(budget, spendingOf(place));
    if (denial && budget) await tellOfLatch(services, budget, place.run.incident);
    return denial;
  } catch (error) {
    // Lost races say nothing about the budget: the state machine asks again.
    if (error instanceof Busy) throw error;
    return guardrailError(`the budget of ${plan.action}`, error);
  }
}

/** Counts a step that was let through and failed; opens the circuit where too many do. */
export async function countStepFailure(
  services: Services,
  plan: Pick<Plan, 'action' | 'target'>,
  place: Place,
): Promise<void> {
  const now = services.clock.now();
  const { id, step } = spendingOf(place);
  const budget = await services.budgets.change(idOf(plan), (old) =>
    old === null ? null : countFailure(old, { id, step }, services.guardrails.errorRate, now),
  );
  if (budget?.latch) await tellOfLatch(services, budget, place.run.incident);
}

/** One message for each time that it was shut, whoever writes it first. */
async function tellOfLatch(
  { outbox }: Services,
  { account, action, latch }: Budget,
  incident: string,
): Promise<void> {
  if (latch === null) return;
  await outbox.put({
    id: `latch-${account}-${action}-${latch.at}`,
    at: latch.at,
    kind: 'alert',
    incident,
    subject: `Stopped: ${action} in account ${account}`,
    body: joinLines([
      `${action} is shut in account ${account} since ${latch.at}: ${latch.reason}.`,
      'Incidents that need it from now on are recorded and left uncontained; nothing more is sent about that.',
      `Look at what happened, then open it again: tourniquet budgets --reset ${action} --account ${account}`,
      `What was denied meanwhile is answered by: tourniquet respond <incident>`,
    ]),
  });
}
