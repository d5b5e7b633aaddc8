import * as z from 'zod';
import type { Finding } from '../../core/finding.ts';
import { type Incident, wantedRevision } from '../../core/incident.ts';
import type { Response } from '../../core/records/responses.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Risk } from '../../core/risk.ts';
import { readIncident } from '../read-incident.ts';
import { readPrimaryFinding } from '../read-primary-finding.ts';
import type { Task } from '../task.ts';

const Request = z.object({ incident: z.string() });

/** What triggers look at. */
export interface TriggerSubject {
  readonly finding: Finding;
  readonly risk: Risk;
  readonly incident: Incident;
}

export interface SelectPlaybooksPorts {
  readonly stores: Stores;
  /** The playbooks whose trigger matches, by priority, then id. */
  readonly select: (subject: TriggerSubject) => Response['playbooks'];
  /** Null: there is no such playbook. */
  readonly findPlaybook: (id: string) => { readonly hash: string } | null;
}

/**
 * Chooses once per revision which playbooks answer it: those whose trigger matches, or the one that a person asked
 * for, whatever its trigger. `start` is false when nothing fits or the response
 * of this revision is under way already.
 */
export function createSelectPlaybooks({ stores, select, findPlaybook }: SelectPlaybooksPorts): Task {
  const choose = (subject: TriggerSubject): Response['playbooks'] => {
    const { asked } = subject.finding;
    if (asked === undefined) return select(subject);
    const found = findPlaybook(asked.playbook);
    return found === null ? [] : [{ id: asked.playbook, hash: found.hash }];
  };

  return async (payload) => {
    const incident = await readIncident(stores, Request.parse(payload).incident);
    const revision = wantedRevision(incident);
    const name = `${incident.id}-r${revision}`;
    const chosen = { incident: incident.id, revision, name };
    if (incident.started >= revision) return { ...chosen, start: false, playbooks: [] };
    const { finding } = await readPrimaryFinding(stores, incident);
    const fitting = incident.archived ? [] : choose({ finding, risk: incident.risk, incident });
    const { asked } = finding;
    const requester = incident.revisions.at(-1)?.by ?? asked?.by;
    const response = await stores.responses.change(
      { incident: incident.id, revision },
      (known) => known ?? { revision, playbooks: [...fitting], ...(requester && { requester }) },
    );
    const playbooks = response.playbooks.map(({ id }) => id);
    await stores.timeline.append(incident.id, {
      key: `select/${revision}`,
      kind: 'playbooks.selected',
      data: { revision, playbooks, ...(asked && { by: asked.by, reason: asked.reason }) },
    });
    if (playbooks.length === 0) await closeWithout(stores, incident, revision);
    return { ...chosen, start: playbooks.length > 0, playbooks };
  };
}

async function closeWithout(stores: Stores, incident: Incident, revision: number): Promise<void> {
  const reason = incident.archived ? 'the finding is archived' : 'no playbook fits';
  await stores.incidents.change(incident.id, (now) =>
    now === null || now.started >= revision
      ? now
      : {
          ...now,
          started: revision,
          status: now.status.state === 'open' ? { state: 'not-contained', reason } : now.status,
        },
  );
}
