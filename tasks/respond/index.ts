import { wantedRevision } from '../../core/incident.ts';
import { moveTo, reach } from '../../core/milestones.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Executions } from '../../core/ports/executions.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readIncident } from '../read-incident.ts';
import type { Task } from '../task.ts';

export interface RespondPorts {
  readonly stores: Stores;
  readonly executions: Executions;
  readonly selectPlaybooks: Task;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * A person wants an incident answered once more: after a guardrail or a playbook was changed, a shadow run, or
 * a no. Repeats of the finding alone never do that. Nobody is told anew: who asks knows.
 * @returns the playbooks that were started.
 * @throws NotFound when there is no such incident.
 */
export function createRespond({ stores, executions, selectPlaybooks, clock, newId }: RespondPorts) {
  return async (id: string, by: string): Promise<readonly string[]> => {
    await readIncident(stores, id);
    const at = new Date(clock.now()).toISOString();
    const causedBy = `person/${newId()}`;
    const incident = await stores.incidents.change(id, (known) => {
      if (known === null) return known;
      const number = wantedRevision(known) + 1;
      const revision = { number, causedBy, reason: `asked for by ${by}`, at, by };
      return {
        ...reach(moveTo(known, { state: 'open' }, at), 'acknowledged', at),
        revisions: [...known.revisions, revision],
        alerted: number,
      };
    });
    if (incident === null) return [];
    const revision = wantedRevision(incident);
    await stores.timeline.append(id, {
      key: `respond/${revision}`,
      kind: 'response.asked',
      data: { revision, by, text: `asked for by ${by}` },
    });
    const chosen = (await selectPlaybooks({ incident: id })) as {
      start: boolean;
      name: string;
      playbooks: readonly string[];
    };
    const input = { incident: id, revision };
    if (chosen.start) await executions.start({ stateMachine: 'response', name: chosen.name, input });
    return chosen.playbooks;
  };
}
