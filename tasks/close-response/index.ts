import * as z from 'zod';
import type { Catalog } from '../../core/action-spec.ts';
import { containmentStatus } from '../../core/containment-status.ts';
import type { Incident, IncidentStatus } from '../../core/incident.ts';
import { moveTo } from '../../core/milestones.ts';
import { joinLines } from '../../core/one-line.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Evidence } from '../../core/ports/evidence.ts';
import type { ActionOutcome } from '../../core/records/action-outcomes.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readIncident } from '../read-incident.ts';
import type { Task } from '../task.ts';
import { keepEvidence } from './keep-evidence.ts';
import type { CloseReply } from './measure-response.ts';

const Request = z.object({ incident: z.string(), revision: z.number().int() });

export interface CloseResponsePorts {
  readonly stores: Stores;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly evidence: Evidence;
}

/** Draws the conclusion of a response from what the actions came to, tells people, and keeps it as evidence. */
export function createCloseResponse({ stores, catalog, clock, evidence }: CloseResponsePorts): Task {
  /** The playbooks that failed, never told how they ended, or never ran: nobody knows what they left undone. */
  const findBroken = async (id: string, revision: number): Promise<string[]> => {
    const [response, all] = await Promise.all([
      stores.responses.get({ incident: id, revision }),
      stores.runs.list(id),
    ]);
    const runs = all.filter((run) => run.revision === revision);
    const ran = new Set(runs.map(({ playbook }) => playbook));
    const unrun = (response?.playbooks ?? []).filter((playbook) => !ran.has(playbook.id));
    const bad = runs.filter(({ status }) => status === 'failed' || status === 'running');
    return [...bad.map(({ playbook }) => playbook), ...unrun.map((playbook) => playbook.id)];
  };

  const close = async (id: string, revision: number): Promise<Closed> => {
    const [outcomes, broken] = await Promise.all([stores.outcomes.list(id), findBroken(id, revision)]);
    const current = outcomes.filter(({ run }) => run.revision === revision);
    const status = containmentStatus(current, catalog, broken);
    const at = new Date(clock.now()).toISOString();
    const incident = await stores.incidents.change(id, (known) =>
      known === null || known.status.state === 'released' ? known : moveTo(known, status, at),
    );
    await stores.timeline.append(id, {
      key: `response/${revision}`,
      kind: 'response.closed',
      data: { revision, ...status },
    });
    if (status.state === 'not-contained' && current.some(isShut)) {
      return { status, containedAfter: null };
    }
    const told = incident ?? (await readIncident(stores, id));
    await stores.outbox.put({
      id: `${id}-r${revision}-outcome`,
      at,
      kind: 'outcome',
      incident: id,
      subject: `${headline[status.state]}: ${told.type} on ${told.resource.id}`,
      body: describe(told, status, outcomes),
    });
    return { status, containedAfter: secondsTo(told, at) };
  };

  return async (payload) => {
    const { incident: id, revision } = Request.parse(payload);
    const closed = await close(id, revision);
    await keepEvidence({ stores, evidence }, id, revision);
    return { incident: id, ...closed } satisfies z.infer<typeof CloseReply>;
  };
}

type Closed = Omit<z.infer<typeof CloseReply>, 'incident'>;

/** Null where it was contained before, or is not now. */
function secondsTo({ firstSeen, milestones }: Incident, at: string): number | null {
  return milestones?.contained === at ? (Date.parse(at) - Date.parse(firstSeen)) / 1000 : null;
}

/** One message told that the action is shut: not another one for each incident that it leaves uncontained. */
const isShut = ({ status, rule }: ActionOutcome): boolean =>
  status === 'denied' && (rule === 'budget' || rule === 'error-rate');

const headline: Record<IncidentStatus['state'], string> = {
  open: 'Open',
  'awaiting-approval': 'Awaiting approval',
  contained: 'Contained',
  'partially-contained': 'Partially contained',
  'not-contained': 'Not contained',
  released: 'Released',
  resolved: 'Resolved',
};

function describe(incident: Incident, status: IncidentStatus, outcomes: readonly ActionOutcome[]): string {
  const { title, account, region, id } = incident;
  const lines = outcomes.map(
    ({ action, target, status: what, verified, reason }) =>
      `  ${action} ${target?.id ?? ''}: ${what}${verified === null ? '' : `, verified ${verified}`}${reason === null ? '' : ` (${reason})`}`,
  );
  const why = 'reason' in status ? [`Why: ${status.reason}`] : [];
  return joinLines([title, `${id}, account ${account}, ${region}: ${status.state}`, ...why, ...lines]);
}
