import { joinLines } from '../../core/one-line.ts';
import { holdersOf, type Containment } from '../../core/records/containment.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Ledger } from '../../core/records/ledger.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Action } from '../actions/action.ts';
import { nameOf } from '../actions/runner/journal.ts';

interface AlarmPorts {
  readonly ledger: Pick<Ledger, 'listUnfinished'>;
  readonly stores: Pick<Stores, 'outbox' | 'timeline'>;
  readonly actions: ReadonlyMap<string, Pick<Action, 'danger'>>;
  readonly clock: Clock;
  readonly digest: Digest;
}

/**
 * Tells people of every target that an attempt left in a dangerous state half-way, which nobody works on now: the run
 * that did may have ended, and nothing else would look again. Once for each time.
 * @returns whom it told of
 */
export function createAlarmExposed(ports: AlarmPorts): () => Promise<readonly string[]> {
  return async () => {
    const told: string[] = [];
    for (const containment of await ports.ledger.listUnfinished()) {
      const danger = findDanger(ports, containment);
      if (danger === null) continue;
      // One after another: there are few, and mostly none.
      // oxlint-disable-next-line no-await-in-loop
      await alarm(ports, containment, danger);
      told.push(nameOf(containment.target));
    }
    return told;
  };
}

function findDanger({ clock, actions }: AlarmPorts, { action, data, lease }: Containment): string | null {
  if (lease !== null && lease.until > clock.now()) return null;
  return actions.get(action)?.danger(data) ?? null;
}

async function alarm(ports: AlarmPorts, containment: Containment, danger: string): Promise<void> {
  const { clock, digest, stores } = ports;
  const { outbox, timeline } = stores;
  const { action, target, plan, holders } = containment;
  const since = holders[0]?.at ?? '';
  const name = digest([action, ...Object.values(target), since, danger].join('|')).slice(0, 16);
  for (const incident of holdersOf(containment)) {
    // In order, so that the timelines read the same whoever writes them.
    // oxlint-disable-next-line no-await-in-loop
    await timeline.append(incident, {
      key: `exposed/${name}`,
      kind: 'action.exposed',
      data: { text: `Left half-way: ${danger}`, action, target, plan, danger },
    });
    // oxlint-disable-next-line no-await-in-loop
    await outbox.put({
      id: `exposed-${name}-${incident}`,
      at: new Date(clock.now()).toISOString(),
      kind: 'alert',
      incident,
      subject: `Exposed: ${target.id} in account ${target.account}`,
      body: joinLines([
        `${action} on ${nameOf(target)} was given up half-way: ${danger}.`,
        `Look at it, then let go of it or contain it again: tourniquet undo ${incident}, or tourniquet respond ${incident}`,
      ]),
    });
  }
}
