import { NotFound } from '../../core/errors.ts';
import type { Incident } from '../../core/incident.ts';
import { findNearest } from '../../core/problem/nearest-name.ts';
import type { Stores } from '../../core/records/stores.ts';

/**
 * The incident that a person named.
 * @throws NotFound that says which one may be meant: one that begins so, or is written nearly so.
 */
export async function requireIncident(stores: Stores, id: string, db: string): Promise<Incident> {
  const found = await stores.incidents.get(id);
  if (found !== null) return found;
  const ids = (await stores.incidents.list()).map((incident) => incident.id);
  const beginning = ids.filter((known) => id.length >= minPrefix && known.startsWith(id));
  const meant = beginning.length === 1 ? beginning[0] : findNearest(id, ids);
  const hint =
    meant === undefined ? `list them with: tourniquet incidents --db ${db}` : `did you mean ${meant}?`;
  throw new NotFound(`there is no incident ${id} in ${db}; ${hint}`);
}

/** `inc-` alone begins every id. */
const minPrefix = 6;
