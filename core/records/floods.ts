import * as z from 'zod';
import type { Flood } from '../detect/make-flood.ts';
import type { Origin } from '../finding.ts';
import type { Clock } from '../ports/clock.ts';
import type { Table } from '../ports/table.ts';
import { createRecords } from './record.ts';

/** What was let through within one hour of our own clock. */
const Hour = z.object({ admitted: z.array(z.string()), expiresAt: z.number().int() });
type Hour = z.infer<typeof Hour>;

interface HourId {
  readonly rule: string;
  readonly origin: Origin;
  readonly hour: string;
}

/** What a rule's findings came to in this hour. */
interface Admission {
  readonly admitted: ReadonlySet<string>;
  readonly flood: Flood;
}

export interface Floods {
  /**
   * Lets a rule's deliveries through up to the limit of an hour; those that were let through before are again. Each way
   * in has an hour of its own, so that whoever floods one hides nothing that comes by another.
   */
  admit(rule: string, origin: Origin, deliveries: readonly string[]): Promise<Admission>;
}

const hourMs = 3_600_000;

/** A full hour is never written again: a flood costs a read for each batch. */
export function createFloods(table: Table, clock: Clock, most: number): Floods {
  const hours = createRecords<Hour, HourId>(table, {
    schema: Hour,
    keyOf: ({ rule, origin: { via, account }, hour }) => ({
      pk: `FLOOD#${rule}#${via}#${account ?? ''}`,
      sk: hour,
    }),
    placed: ({ expiresAt }) => ({ expiresAt }),
  });
  return {
    async admit(rule, origin, deliveries) {
      const began = Math.floor(clock.now() / hourMs) * hourMs;
      const since = new Date(began).toISOString();
      const expiresAt = (began + 24 * hourMs) / 1000;
      const { admitted } = await hours.change({ rule, origin, hour: since }, (known) => {
        const before = known?.admitted ?? [];
        const fresh = deliveries.filter((delivery) => !before.includes(delivery));
        const more = fresh.slice(0, Math.max(0, most - before.length));
        return known !== null && more.length === 0 ? known : { admitted: [...before, ...more], expiresAt };
      });
      return { admitted: new Set(admitted), flood: { since, most } };
    },
  };
}
