import type { JsonObject } from '../../../core/json.ts';
import type { CallTemplate, Target } from '../../../core/plan.ts';
import { type Containment, type Holder, holdersOf } from '../../../core/records/containment.ts';
import { type Clients, createClients, sendOf } from '../../aws-clients.ts';
import type { ChangeContext, UndoReport } from '../action.ts';
import { messageOf } from '../errors.ts';
import { guardClients } from './guard-clients.ts';
import { findDenial } from './judge.ts';
import { clientsFor, contextOf, findAction } from './make-plan.ts';
import { isRead, operationOf } from './permissions.ts';
import type { Services } from './ports.ts';
import { isUndone, keep, type ReleaseScope } from './release.ts';

interface Released {
  readonly action: string;
  readonly target: Target;
}

/** What a release would do. */
export interface Rehearsal {
  /** `what`: in words, as the timeline would tell it; `calls`: the changes, in order. */
  readonly undone: readonly (Released & {
    readonly what: readonly string[];
    readonly calls: readonly CallTemplate[];
  })[];
  readonly left: readonly (Released & { readonly why: string })[];
  /** What the incident would go on holding, because it could not let go. */
  readonly kept: readonly Released[];
}

/**
 * Says what `releaseIncident` would do now. It goes the same way, through each action's own undo, with clients that
 * read the account as it is and answer every change with nothing: neither account nor ledger is touched.
 */
export async function rehearseRelease(services: Services, scope: ReleaseScope): Promise<Rehearsal> {
  const touched = await services.ledger.listTouched(scope.incident);
  const leaves = (holder: Holder): boolean => holder.incident === scope.incident;
  const due = touched.filter(
    ({ action, holders }) => holders.some(leaves) && (scope.action ?? action) === action,
  );
  const parts: Rehearsal[] = [];
  for (const containment of due) {
    // One after another, as the release would: its reads stand in the same order.
    // oxlint-disable-next-line no-await-in-loop
    parts.push(await rehearse(services, containment, leaves));
  }
  return {
    undone: parts.flatMap(({ undone }) => undone),
    left: parts.flatMap(({ left }) => left),
    kept: parts.flatMap(({ kept }) => kept),
  };
}

async function rehearse(
  services: Services,
  containment: Containment,
  leaves: (holder: Holder) => boolean,
): Promise<Rehearsal> {
  const { action, target, holders } = containment;
  const subject = { action, target };
  const leave = (...reasons: readonly string[]) => reasons.map((why) => ({ ...subject, why }));
  const denial = await findDenial(services, containment, 'release');
  if (denial) return { undone: [], left: leave(`${denial.rule}: ${denial.reason}`), kept: [subject] };
  const staying = holders.filter((holder) => !leaves(holder));
  if (staying.length > 0) {
    const others = holdersOf({ ...containment, holders: staying });
    return { undone: [], left: leave(`still held by ${others.join(', ')}`), kept: [] };
  }
  try {
    const { report, calls } = await tryUndo(services, containment);
    const undone = isUndone(report) ? [{ ...subject, what: report.undone, calls }] : [];
    return { undone, left: leave(...report.left.map(({ what, why }) => `${what}: ${why}`)), kept: [] };
  } catch (error) {
    return { undone: [], left: leave(messageOf(error)), kept: [subject] };
  }
}

interface Trial {
  readonly report: UndoReport;
  readonly calls: readonly CallTemplate[];
}

async function tryUndo(services: Services, containment: Containment): Promise<Trial> {
  const { action, target, parameters, holders } = containment;
  const { spec, undo } = findAction(services, action);
  if (undo === null) return { report: keep(spec.undo, target.id), calls: [] };
  const [incident = ''] = holdersOf(containment);
  const calls: CallTemplate[] = [];
  const clients = guardClients(clientsFor(services, incident, { spec, phase: 'undo' }, target), {
    permissions: spec.permissions.undo,
    beforeMutation: null,
  });
  let { data } = containment;
  const context: ChangeContext<JsonObject> = {
    ...contextOf(
      services,
      { incident, revision: Math.max(...holders.map(({ revision }) => revision)) },
      target,
    ),
    clients: pretend(clients, calls),
    data: () => data,
    record: async (patch) => {
      data = { ...data, ...(patch as JsonObject) };
      await Promise.resolve();
    },
    unstoppable: async (work) => await work(),
  };
  return { report: await undo(parameters, context), calls };
}

/** Reads go through; changes are written down, and seem to have worked. */
function pretend(clients: Clients, calls: CallTemplate[]): Clients {
  return createClients(async (service, command, options) => {
    const operation = operationOf(command);
    if (isRead(operation)) return await sendOf(clients, service)(command, options);
    const { input } = command as { readonly input?: object };
    calls.push({ service, command: operation, input: { ...input } as JsonObject });
    return {};
  });
}
