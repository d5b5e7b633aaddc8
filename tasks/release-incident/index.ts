import type { Catalog } from '../../core/action-spec.ts';
import { isMeantToContain, containmentStatus } from '../../core/containment-status.ts';
import { type Incident, wantedRevision } from '../../core/incident.ts';
import { moveTo, reach } from '../../core/milestones.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type Containment, holdersOf, type Subject } from '../../core/records/containment.ts';
import type { Ledger } from '../../core/records/ledger.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { ActionRunner } from '../actions/runner/index.ts';
import type { Rehearsal } from '../actions/runner/rehearse.ts';
import type { ReleaseReply } from '../actions/runner/release.ts';
import { readIncident } from '../read-incident.ts';
import { chooseAction } from './choose-action.ts';

export interface ReleaseIncidentPorts {
  readonly stores: Stores;
  readonly runner: Pick<ActionRunner, 'release' | 'rehearseRelease'>;
  readonly ledger: Pick<Ledger, 'listTouched'>;
  readonly catalog: Catalog;
  readonly clock: Clock;
}

/** What the incident holds afterwards; released: nothing. */
export interface Holding {
  readonly held: readonly Subject[];
  readonly released: boolean;
}

export interface ReleaseIncident {
  /**
   * A person lets go of an incident: everything that it alone holds is undone, newest first; of one action only where
   * that is named, by its id or the end of it. The incident counts as released once it holds nothing any more; until
   * then asking again tries again. Containing it again is asked first from now on.
   * @throws NotFound when there is no such incident, InvalidInput when it does not hold the action.
   */
  readonly release: (incident: string, by: string, action?: string) => Promise<ReleaseReply & Holding>;
  /** What `release` would do, and hold afterwards. Changes nothing. */
  readonly rehearse: (incident: string, action?: string) => Promise<Omit<Rehearsal, 'kept'> & Holding>;
  /** What the incident holds, the latest hold first. */
  readonly listHeld: (incident: string) => Promise<readonly Subject[]>;
}

/** The part that reads the ledger and nothing else. */
export function createListHeld(ledger: ReleaseIncidentPorts['ledger']): ReleaseIncident['listHeld'] {
  const findHeld = createFindHeld(ledger);
  return async (id) => (await findHeld(id)).map(subjectOf);
}

const createFindHeld =
  (ledger: ReleaseIncidentPorts['ledger']) =>
  async (id: string): Promise<readonly Containment[]> =>
    (await ledger.listTouched(id)).filter((row) => holdersOf(row).includes(id));

export function createReleaseIncident(ports: ReleaseIncidentPorts): ReleaseIncident {
  const { stores, runner } = ports;
  const findHeld = createFindHeld(ports.ledger);

  return {
    listHeld: createListHeld(ports.ledger),
    async release(id, by, asked) {
      const incident = await readIncident(stores, id);
      const before = await findHeld(id);
      const action = chooseAction(id, asked, before);
      const reply = await runner.release(id, { by, action });
      const held = (await findHeld(id)).map(subjectOf);
      const released = held.length === 0;
      const part = action === undefined ? 'part' : `part/${action}`;
      await stores.timeline.append(id, {
        key: `release/${incident.revisions.length}/${released ? 'whole' : part}`,
        kind: 'incident.released',
        data: { by, released, undone: reply.undone.map(nameOf), left: reply.left.map(nameOf) },
      });
      if (released || held.length < before.length) await settle(ports, incident, released);
      return { ...reply, held, released };
    },
    async rehearse(id, asked) {
      await readIncident(stores, id);
      const before = await findHeld(id);
      const action = chooseAction(id, asked, before);
      const { kept, ...rehearsal } = await runner.rehearseRelease(id, action);
      const untouched = before.filter((row) => (action ?? row.action) !== row.action).map(subjectOf);
      const held = [...untouched, ...kept];
      return { ...rehearsal, held, released: held.length === 0 };
    },
  };
}

/**
 * The status that follows, and when: a later response asks before it contains again what a person took back. What is
 * still under way draws its own conclusion.
 */
async function settle(
  { stores, catalog, clock }: ReleaseIncidentPorts,
  { id }: Incident,
  released: boolean,
): Promise<void> {
  const releasedAt = new Date(clock.now()).toISOString();
  const outcomes = await stores.outcomes.list(id);
  const undone = outcomes.some(
    (outcome) => outcome.status === 'undone' && isMeantToContain(outcome, catalog),
  );
  await stores.incidents.change(id, (known) => {
    if (known === null) return known;
    const after = { ...reach(known, 'acknowledged', releasedAt), releasedAt };
    if (released) return moveTo(after, { state: 'released' }, releasedAt);
    const concluded = known.status.state === 'contained' || known.status.state === 'partially-contained';
    if (!undone || !concluded) return after;
    const latest = outcomes.filter(({ run }) => run.revision === wantedRevision(known));
    return moveTo(after, containmentStatus(latest, catalog, []), releasedAt);
  });
}

const subjectOf = ({ action, target }: Subject): Subject => ({ action, target });
const nameOf = ({ action, target }: Subject): string => `${action} ${target.id}`;
