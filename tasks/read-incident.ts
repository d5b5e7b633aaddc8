import { NotFound } from '../core/errors.ts';
import type { Incident } from '../core/incident.ts';
import type { Stores } from '../core/records/stores.ts';

export async function readIncident(stores: Pick<Stores, 'incidents'>, id: string): Promise<Incident> {
  const incident = await stores.incidents.get(id);
  if (incident === null) throw new NotFound(`incident ${id} is not in the store`);
  return incident;
}
