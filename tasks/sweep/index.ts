import * as z from 'zod';
import { wantedRevision } from '../../core/incident.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Executions } from '../../core/ports/executions.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Json } from '../../core/json.ts';
import type { Task } from '../task.ts';

/** `graceMs`: how long triage is given before the sweeper steps in. */
const Request = z.object({ graceMs: z.number().min(0).default(60_000) });

export interface SweepPorts {
  readonly stores: Stores;
  readonly executions: Executions;
  readonly escalate: Task;
  readonly selectPlaybooks: Task;
  /** Tells people of targets that were left in a dangerous state half-way. @returns whom it told of */
  readonly alarmExposed: () => Promise<readonly string[]>;
  /** Ends the trials of detection rules whose time has come. @returns the rules */
  readonly tellTrials: () => Promise<readonly string[]>;
  readonly clock: Clock;
}

/**
 * Brings every incident that is behind up to its wanted revision: alerts, then the response. Runs each
 * minute. People are told of what was left exposed, and of detection rules whose trial is over. One incident that fails is reported and does not hold up the others.
 */
export function createSweep(ports: SweepPorts): Task {
  const { stores, clock } = ports;

  const catchUp = async (incident: string): Promise<Json> => {
    await ports.escalate({ incident });
    const chosen = (await ports.selectPlaybooks({ incident })) as {
      start: boolean;
      name: string;
      revision: number;
    };
    if (!chosen.start) return { incident, started: false };
    const input = { incident, revision: chosen.revision };
    const start = (name: string) => ports.executions.start({ stateMachine: 'response', name, input });
    if ((await start(chosen.name)) === 'started') return { incident, started: true };
    // There was a response and it never got as far as to say so: its name is taken for good. A second one
    // does nothing twice, for the playbooks' own executions keep their names.
    return { incident, started: (await start(`${chosen.name}-again`)) === 'started' };
  };

  return async (payload) => {
    const { graceMs } = Request.parse(payload);
    const due = (await stores.incidents.listBehind()).filter((incident) => {
      const since = incident.revisions[wantedRevision(incident) - 1]?.at ?? incident.lastSeen;
      return Date.parse(since) + graceMs <= clock.now();
    });
    const swept: Json[] = [];
    for (const { id } of due) {
      // One after another: the sweeper is the slow, certain road.
      // oxlint-disable-next-line no-await-in-loop
      swept.push(await catchUp(id).catch((error: Error) => ({ incident: id, error: error.message })));
    }
    return {
      swept,
      exposed: [...(await ports.alarmExposed())],
      trials: [...(await ports.tellTrials())],
    };
  };
}
