import type { Target } from '../../core/plan.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { holdersOf } from '../../core/records/containment.ts';
import type { Ledger } from '../../core/records/ledger.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { ActionRunner } from '../actions/runner/index.ts';
import type { ReleaseReply } from '../actions/runner/release.ts';
import { readIncident } from '../read-incident.ts';

export interface ReleaseIncidentPorts {
  readonly stores: Stores;
  readonly runner: Pick<ActionRunner, 'release'>;
  readonly ledger: Pick<Ledger, 'listTouched'>;
  readonly clock: Clock;
}

/**
 * A person lets go of an incident: everything that it alone holds is undone, newest first. It counts as
 * released once it holds nothing any more; until then asking again tries again.
 * @throws NotFound when there is no such incident.
 */
export function createReleaseIncident({ stores, runner, ledger, clock }: ReleaseIncidentPorts) {
  return async (id: string, by: string): Promise<ReleaseReply & { readonly released: boolean }> => {
    const { revisions } = await readIncident(stores, id);
    const reply = await runner.release(id, { by });
    const touched = await ledger.listTouched(id);
    const released = touched.every((row) => !holdersOf(row).includes(id));
    await stores.timeline.append(id, {
      key: `release/${revisions.length}/${released ? 'whole' : 'part'}`,
      kind: 'incident.released',
      data: { by, released, undone: reply.undone.map(nameOf), left: reply.left.map(nameOf) },
    });
    if (released) {
      const releasedAt = new Date(clock.now()).toISOString();
      await stores.incidents.change(id, (known) =>
        known === null ? known : { ...known, status: { state: 'released' }, releasedAt },
      );
    }
    return { ...reply, released };
  };
}

const nameOf = ({ action, target }: { readonly action: string; readonly target: Target }): string =>
  `${action} ${target.id}`;
