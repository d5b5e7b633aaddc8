import * as z from 'zod';
import { NotFound } from '../../core/errors.ts';
import { reach } from '../../core/milestones.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Task } from '../task.ts';

const Request = z.object({ incident: z.string(), revision: z.number().int() });

export interface OpenResponsePorts {
  readonly stores: Stores;
  readonly clock: Clock;
  /** The state machine that a playbook was compiled to. */
  readonly machineArn: (playbook: string) => string;
}

/** Marks the response as started, so that nobody starts it again, and names the machines to run. */
export function createOpenResponse({ stores, clock, machineArn }: OpenResponsePorts): Task {
  return async (payload) => {
    const { incident, revision } = Request.parse(payload);
    const response = await stores.responses.get({ incident, revision });
    if (response === null)
      throw new NotFound(`no playbooks were selected for ${incident} revision ${revision}`);
    const at = new Date(clock.now()).toISOString();
    await stores.incidents.change(incident, (now) =>
      now === null || now.started >= revision
        ? now
        : reach({ ...now, started: revision }, 'acknowledged', at),
    );
    return {
      playbooks: response.playbooks.map(({ id }) => ({
        id,
        machine: machineArn(id),
        name: `${incident}-r${revision}-${id}`,
      })),
    };
  };
}
