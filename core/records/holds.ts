import * as z from 'zod';
import { Target } from '../plan.ts';
import type { Table } from '../ports/table.ts';
import type { Subject } from './containment.ts';
import { eachItem, partitionOf, readAll } from './record.ts';

const Hold = z.object({ action: z.string(), target: Target, order: z.number().int() });

/**
 * Which containments an incident ever became a holder of. Written before the containment itself, and never
 * taken back: the containment says whether the incident holds it, this only says where to look.
 */
export interface Holds {
  /** Safe to repeat. */
  add(incident: string, subject: Subject): Promise<void>;
  /** The latest first. */
  list(incident: string): Promise<readonly Subject[]>;
}

const prefix = 'HOLD#';

export function createHolds(table: Table): Holds {
  const read = (incident: string) => readAll(Hold, eachItem(table, { pk: partitionOf(incident), prefix }));
  return {
    async add(incident, { action, target }) {
      const { account, region, kind, id } = target;
      const key = { pk: partitionOf(incident), sk: `${prefix}${action}#${account}#${region}#${kind}#${id}` };
      if ((await table.get(key)) !== null) return;
      const order = (await read(incident)).length;
      await table.put({ ...key, data: { action, target, order } }, 'absent');
    },
    list: async (incident) => (await read(incident)).toSorted((a, b) => b.order - a.order),
  };
}
