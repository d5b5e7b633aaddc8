import * as z from 'zod';
import type { ActionSpec } from '../action-spec.ts';
import type { Denial } from './check.ts';
import type { GuardrailConfig } from './config.ts';

/**
 * What one action did in one account within the last hour. It bounds itself: once the hour is full the pair
 * is latched shut, and nothing is added any more.
 */
export const Budget = z.object({
  account: z.string(),
  action: z.string(),
  /** What was let through: one step each, or all targets of a forEach step at once. `at`: epoch ms. */
  taken: z.array(z.object({ id: z.string(), at: z.number(), size: z.number().int() })),
  /** Steps that were let through, and failed. */
  failed: z.array(z.object({ id: z.string(), at: z.number() })),
  /** Shut until a person resets it. */
  latch: z
    .object({ rule: z.enum(['budget', 'error-rate']), at: z.iso.datetime(), reason: z.string() })
    .nullable(),
  /** Who opened it last. */
  reset: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
});
export type Budget = z.infer<typeof Budget>;

/** Whose budget: one action in one account. */
export type BudgetId = Pick<Budget, 'account' | 'action'>;

/**
 * What wants to be let through. The same `id` asks as often as it likes, and is counted once; where a run begun
 * again finds more targets, those are counted too.
 */
export interface Spending {
  readonly id: string;
  /** How many targets, which are let through together or not at all. */
  readonly size: number;
}

const hourMs = 3_600_000;

export const emptyBudget = ({ account, action }: BudgetId): Budget => ({
  account,
  action,
  taken: [],
  failed: [],
  latch: null,
  reset: null,
});

/** A person has looked: the hour begins anew. */
export const resetBudget = (budget: Budget, reset: NonNullable<Budget['reset']>): Budget => ({
  ...budget,
  taken: [],
  failed: [],
  latch: null,
  reset,
});

/** Targets an hour that an action may change in one account. */
export function limitOf(
  { id, impact }: Pick<ActionSpec, 'id' | 'impact'>,
  { budgets }: GuardrailConfig,
): number {
  return Object.hasOwn(budgets.actions, id) ? (budgets.actions[id] ?? 0) : budgets[impact];
}

/** Targets let through within the hour before `now`. */
export const countTaken = (budget: Budget, now: number): number =>
  recent(budget, now).taken.reduce((sum, { size }) => sum + size, 0);

/** Lets the spending through, or latches. @returns the budget itself where nothing changes. */
export function spend(budget: Budget, { id, size }: Spending, limit: number, now: number): Budget {
  if (isTaken(budget, { id, size }) || budget.latch !== null) return budget;
  const kept = recent(budget, now);
  const count = countTaken(budget, now);
  const more = size - sizeOf(budget, id);
  if (count + more <= limit) return { ...kept, taken: [...kept.taken, { id, at: now, size: more }] };
  const wanted = more === 1 ? 'another one' : `${more} more at once`;
  const reason =
    `${count} of ${limit} targets an hour are used up, and ${wanted} was asked for ` + `(guardrails.budgets)`;
  return { ...kept, latch: { rule: 'budget', at: new Date(now).toISOString(), reason } };
}

/** Counts a failure of what was let through; latches when too much of the hour's work failed. */
export function countFailure(
  budget: Budget,
  { id, step }: { readonly id: string; readonly step: string },
  { failures, percent }: GuardrailConfig['errorRate'],
  now: number,
): Budget {
  const counted = budget.failed.some((failure) => failure.id === step);
  if (counted || budget.latch !== null || sizeOf(budget, id) === 0) return budget;
  const kept = recent(budget, now);
  const failed = [...kept.failed, { id: step, at: now }];
  const taken = countTaken(budget, now);
  if (failed.length < failures || failed.length * 100 < taken * percent) return { ...kept, failed };
  const reason =
    `${failed.length} of ${taken} attempts within an hour failed ` +
    `(guardrails.errorRate: from ${failures} failures and ${percent} % on)`;
  return { ...kept, failed, latch: { rule: 'error-rate', at: new Date(now).toISOString(), reason } };
}

/**
 * Whether the latch keeps this out. What was let through before the budget was used up may go on; when
 * too much fails, nothing goes on.
 */
export function findLatched(budget: Budget | null, spending: Spending): Denial | null {
  if (budget === null || budget.latch === null) return null;
  const { latch, account, action } = budget;
  if (latch.rule === 'budget' && isTaken(budget, spending)) return null;
  return {
    rule: latch.rule,
    reason:
      `${action} is shut in account ${account} since ${latch.at}: ${latch.reason}; when that is understood, ` +
      `'tourniquet budgets --reset ${action} --account ${account}' opens it again`,
  };
}

const sizeOf = ({ taken }: Budget, id: string): number =>
  taken.reduce((sum, one) => (one.id === id ? sum + one.size : sum), 0);

const isTaken = (budget: Budget, { id, size }: Spending): boolean => sizeOf(budget, id) >= size;

function recent(budget: Budget, now: number): Budget {
  const since = now - hourMs;
  return {
    ...budget,
    taken: budget.taken.filter(({ at }) => at > since),
    failed: budget.failed.filter(({ at }) => at > since),
  };
}
