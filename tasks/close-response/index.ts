import * as z from 'zod';
import type { Catalog } from '../../core/action-spec.ts';
import { containmentStatus } from '../../core/containment-status.ts';
import type { Incident, IncidentStatus } from '../../core/incident.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ActionOutcome } from '../../core/records/action-outcomes.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readIncident } from '../read-incident.ts';
import type { Task } from '../task.ts';

const Request = z.object({ incident: z.string(), revision: z.number().int() });

export interface CloseResponsePorts {
  readonly stores: Stores;
  readonly catalog: Catalog;
  readonly clock: Clock;
}

/** Draws the conclusion of a response from what the actions came to, and tells people. */
export function createCloseResponse({ stores, catalog, clock }: CloseResponsePorts): Task {
  return async (payload) => {
    const { incident: id, revision } = Request.parse(payload);
    const [outcomes, runs] = await Promise.all([stores.outcomes.list(id), stores.runs.list(id)]);
    const broken = runs.filter((run) => run.revision === revision && run.status === 'failed');
    const status = containmentStatus(
      outcomes.filter(({ run }) => run.revision === revision),
      catalog,
      broken.map(({ playbook }) => playbook),
    );
    const incident = await stores.incidents.change(id, (known) =>
      known === null || known.status.state === 'released' ? known : { ...known, status },
    );
    await stores.timeline.append(id, {
      key: `response/${revision}`,
      kind: 'response.closed',
      data: { revision, ...status },
    });
    const current = incident ?? (await readIncident(stores, id));
    await stores.outbox.put({
      id: `${id}-r${revision}-outcome`,
      at: new Date(clock.now()).toISOString(),
      kind: 'outcome',
      incident: id,
      subject: `${headline[status.state]}: ${current.type} on ${current.resource.id}`.slice(0, 99),
      body: describe(current, status, outcomes),
    });
    return { incident: id, status };
  };
}

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
  return [title, `${id}, account ${account}, ${region}: ${status.state}`, ...why, ...lines].join('\n');
}
