import * as z from 'zod';
import type { Incident } from '../../core/incident.ts';
import { wantedRevision } from '../../core/incident.ts';
import { joinLines } from '../../core/one-line.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Message } from '../../core/records/outbox.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readIncident } from '../read-incident.ts';
import type { Task } from '../task.ts';

const Request = z.object({ incident: z.string() });

export interface EscalatePorts {
  readonly stores: Stores;
  readonly clock: Clock;
  /** Risk from which people are told. Below it the timeline records that nobody was. */
  readonly tellFrom: number;
}

/**
 * Tells people of the newest revision that they were not told of. Level-triggered: whoever calls it last,
 * triage or the sweeper, finds nothing left to tell.
 */
export function createEscalate({ stores, clock, tellFrom }: EscalatePorts): Task {
  return async (payload) => {
    const incident = await readIncident(stores, Request.parse(payload).incident);
    const revision = wantedRevision(incident);
    if (incident.alerted >= revision) return { told: false, revision };
    const told = incident.risk.score >= tellFrom && !incident.archived;
    const alert = alertOf(incident, new Date(clock.now()).toISOString());
    if (told) await stores.outbox.put(alert);
    await stores.timeline.append(incident.id, {
      key: `escalate/${revision}`,
      kind: told ? 'alert.told' : 'alert.not-told',
      data: told
        ? { revision, message: alert.id }
        : { revision, score: incident.risk.score, tellFrom, archived: incident.archived },
    });
    await stores.incidents.change(incident.id, (now) =>
      now === null || now.alerted >= revision ? now : { ...now, alerted: revision },
    );
    return { told, revision };
  };
}

function alertOf(incident: Incident, at: string): Message {
  const { id, title, type, account, region, resource, severity, risk, revisions } = incident;
  const revision = wantedRevision(incident);
  const factors = risk.factors.map(({ name, points, reason }) => `  ${points} ${name}: ${reason}`);
  return {
    id: `${id}-r${revision}-alert`,
    at,
    kind: 'alert',
    incident: id,
    subject: `[${risk.level}] ${type} on ${resource.id} in ${account}`,
    body: joinLines([
      title,
      `${severity.label}, risk ${risk.score} (${risk.level}), ${resource.kind} ${resource.id}, account ${account}, ${region}`,
      `Why now: ${revisions.at(-1)?.reason ?? ''}`,
      'Factors:',
      ...factors,
    ]),
  };
}
