import type * as z from 'zod';
import type { ActionSpec } from '../../../core/action-spec.ts';
import { Busy } from '../../../core/errors.ts';
import type { RollbackReply, RollbackRequest } from '../../../core/playbook/protocol.ts';
import { holdersOf, type Containment, type Holder } from '../../../core/records/containment.ts';
import type { Lease } from '../../../core/records/lease.ts';
import type { UndoReport } from '../action.ts';
import { messageOf } from '../errors.ts';
import { createChangeContext } from './change-context.ts';
import { nameOf, recordHappening } from './journal.ts';
import { findDenial } from './judge.ts';
import { findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

export type ReleaseReply = z.infer<typeof RollbackReply>;

/** What a person lets go of: all that an incident holds, or what it holds by one action. */
export interface ReleaseScope {
  readonly incident: string;
  readonly action?: string | undefined;
}

/** Who lets go, of which holds. */
interface Departure extends ReleaseScope {
  readonly phase: 'rollback' | 'release';
  readonly leaves: (holder: Holder) => boolean;
  readonly by: string;
  /** The run that must still be open; null where a person asked. */
  readonly execution: string | null;
}

/**
 * Undoes what one run holds. Automatic, so the kill switch stops it.
 * @throws Busy after having tried everything, when something could not be undone: asking again tries again.
 */
export async function answerRollback(
  services: Services,
  { run }: z.infer<typeof RollbackRequest>,
): Promise<ReleaseReply> {
  const { reply, failed } = await depart(services, {
    phase: 'rollback',
    incident: run.incident,
    leaves: ({ execution }) => execution === run.execution,
    by: run.execution,
    execution: run.execution,
  });
  if (failed.length > 0) throw new Busy(`not undone yet: ${failed.map(({ why }) => why).join('; ')}`);
  return reply;
}

/**
 * Lets go of what the incident holds, the newest first; what nobody else holds is undone. Asked for by a
 * person, so it works while automatic changes are paused. What could not be undone stands in `left`, and
 * asking again tries again.
 */
export async function releaseIncident(
  services: Services,
  scope: ReleaseScope,
  by: string,
): Promise<ReleaseReply> {
  const { reply, failed } = await depart(services, {
    ...scope,
    phase: 'release',
    leaves: (holder) => holder.incident === scope.incident,
    by,
    execution: null,
  });
  return { undone: reply.undone, left: [...reply.left, ...failed] };
}

interface Parted {
  readonly undone: boolean;
  readonly left: readonly string[];
}

const nothing: Parted = { undone: false, left: [] };

async function depart(services: Services, departure: Departure) {
  const reply: ReleaseReply = { undone: [], left: [] };
  const failed: ReleaseReply['left'] = [];
  for (const containment of await services.ledger.listTouched(departure.incident)) {
    const { action, target } = containment;
    if ((departure.action ?? action) !== action) continue;
    try {
      // Newest first, one after the other: later changes may stand on earlier ones.
      // oxlint-disable-next-line no-await-in-loop
      const { undone, left } = await part(services, containment, departure);
      if (undone) reply.undone.push({ action, target });
      reply.left.push(...left.map((why) => ({ action, target, why })));
    } catch (error) {
      failed.push({ action, target, why: `${nameOf(target)}: ${messageOf(error)}` });
    }
  }
  return { reply, failed };
}

async function part(services: Services, containment: Containment, departure: Departure): Promise<Parted> {
  if (!containment.holders.some(departure.leaves)) {
    // A rollback that died after its last undo tells of it when it is asked again.
    const before = departure.phase === 'rollback' && containment.released?.by === departure.by;
    return before && findAction(services, containment.action).undo ? { undone: true, left: [] } : nothing;
  }
  const denial = await findDenial(services, containment, departure.phase);
  if (denial) return { undone: false, left: [`${denial.rule}: ${denial.reason}`] };
  const owner = `${departure.phase} of ${departure.incident} by ${departure.by}`;
  const start = await services.ledger.startRelease(containment, departure.leaves, owner);
  if (start.status === 'not-held') return nothing;
  if (start.status === 'last') return undo(services, start.lease, departure);
  const why = `still held by ${holdersOf(start.containment).join(', ')}`;
  const leaving = containment.holders.filter(departure.leaves);
  await tell(services, containment, leaving, { undone: [], left: [{ what: containment.target.id, why }] });
  return { undone: false, left: [why] };
}

/** The last hold: the account is put back, then the ledger says so. Nobody else can begin before. */
async function undo(services: Services, lease: Lease, departure: Departure): Promise<Parted> {
  const containment = lease.current();
  const { action, target, parameters, holders } = containment;
  const { incident, phase, execution, by } = departure;
  try {
    const found = findAction(services, action);
    const run = { incident, revision: Math.max(...holders.map(({ revision }) => revision)) };
    const context = createChangeContext(services, { run, execution, action, target, phase, lease });
    const report = found.undo ? await found.undo(parameters, context) : keep(found.spec.undo, target.id);
    await tell(services, containment, holders, report);
    await lease.finishRelease(by);
    return { undone: isUndone(report), left: report.left.map(({ what, why }) => `${what}: ${why}`) };
  } catch (error) {
    // The fault that stopped the undo is the one to tell, and the lease ends by itself.
    await lease.drop().catch(() => undefined);
    throw error;
  }
}

export const keep = (undoing: ActionSpec['undo'], what: string): UndoReport => ({
  undone: [],
  left: [{ what, why: undoing === 'reversible' ? 'it has no undo' : undoing.irreversible }],
});

export const isUndone = ({ undone, left }: UndoReport): boolean => undone.length > 0 || left.length === 0;

/** One line for the incident; the outcome of every step that held it. */
async function tell(
  services: Services,
  { action, target }: Containment,
  holders: readonly Holder[],
  report: UndoReport,
): Promise<void> {
  const undone = isUndone(report);
  const left = report.left.map(({ what, why }) => `${what}: ${why}`);
  const said = [...report.undone, ...left.map((text) => `left as it is: ${text}`)].join('; ');
  const text = `${undone ? 'Undone' : 'Released'}: ${action} on ${nameOf(target)}${said ? ` (${said})` : ''}`;
  const reason = left.length > 0 ? left.join('; ') : null;
  for (const { step, at, ...run } of holders) {
    const data = { undone: [...report.undone], left, ...(report.note ? { note: report.note } : {}) };
    // In order, so that the timeline reads the same whoever writes it.
    // oxlint-disable-next-line no-await-in-loop
    await recordHappening(
      services,
      { run, step, action },
      {
        outcome: undone ? { status: 'undone', verified: null, reason } : { reason },
        told: { key: `undo#${at}`, kind: undone ? 'action.undone' : 'action.left', text, data },
      },
    );
  }
}
