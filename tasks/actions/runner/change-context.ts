import { guardrailError } from '../../../core/guardrails/check.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Target } from '../../../core/plan.ts';
import type { Run } from '../../../core/playbook/protocol.ts';
import type { Lease } from '../../../core/records/lease.ts';
import type { ChangeContext } from '../action.ts';
import { ChangeRefused } from '../errors.ts';
import { findDenial } from './judge.ts';
import { guardClients } from './guard-clients.ts';
import { clientsFor, contextOf, findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

/** A change under way: what it is about, and on whose behalf. */
export interface Change {
  readonly run: Pick<Run, 'incident' | 'revision'> & Partial<Pick<Run, 'playbook'>>;
  /** The run that must still be open; null where a person asked. */
  readonly execution: string | null;
  readonly action: string;
  readonly target: Target;
  readonly phase: 'apply' | 'rollback' | 'release';
  readonly lease: Lease;
}

/**
 * The context of apply and undo. Before each mutation it makes sure that this attempt was not overtaken, that
 * its run is still open (on AWS the task of a stopped branch keeps running), and that no guardrail that
 * can change meanwhile, the kill switch above all, says no.
 */
export function createChangeContext(services: Services, change: Change): ChangeContext<JsonObject> {
  const { spec } = findAction(services, change.action);
  const { lease, target } = change;
  const phase = change.phase === 'apply' ? 'apply' : 'undo';
  let unstoppable = 0;

  const check = async (): Promise<void> => {
    await lease.check();
    await assertOpen(services, change.execution);
    const denial = await findDenial(services, change, change.phase);
    if (denial) throw new ChangeRefused(denial.rule, denial.reason);
  };
  return {
    ...contextOf(services, change.run, target),
    clients: guardClients(clientsFor(services, change.run.incident, { spec, phase }, target), {
      permissions: spec.permissions[phase],
      beforeMutation: () => (unstoppable > 0 ? Promise.resolve() : check()),
    }),
    data: () => lease.current().data,
    record: (patch) => lease.record(patch as JsonObject),
    async unstoppable(work) {
      await check();
      unstoppable += 1;
      try {
        return await work();
      } finally {
        unstoppable -= 1;
      }
    },
  };
}

async function assertOpen({ isRunOpen }: Services, execution: string | null): Promise<void> {
  if (execution === null) return;
  let open: boolean;
  try {
    open = await isRunOpen(execution);
  } catch (error) {
    const { rule, reason } = guardrailError('whether the run is still open', error);
    throw new ChangeRefused(rule, reason);
  }
  if (!open)
    throw new ChangeRefused('run-closed', `${execution} has ended, so it must not change anything any more`);
}
