import * as z from 'zod';
import type { Table } from '../ports/table.ts';
import { createRecords } from './record.ts';

/**
 * What Deduplicate remembers before there is an incident: which key a finding goes by, when a key's window
 * began, and which incident an occurrence was given to.
 */
export interface Windows {
  /** The key that the finding was first given: its later routes and shapes cannot lead elsewhere. */
  claimKey(finding: string, key: string): Promise<string>;
  /**
   * The start of the window that `at` falls in; begins a new one when there is none or the last is over.
   * @param hours length of the window.
   */
  openWindow(key: string, at: string, hours: number): Promise<string>;
  /** Binds an occurrence to an incident for good. @returns the incident that it is bound to. */
  assign(occurrence: string, incident: string): Promise<string>;
  assigned(occurrence: string): Promise<string | null>;
}

const Claim = z.object({ key: z.string() });
const Window = z.object({ start: z.iso.datetime() });
const Assignment = z.object({ incident: z.string() });
const millisecondsPerHour = 3_600_000;

export function createWindows(table: Table): Windows {
  const claims = createRecords<z.infer<typeof Claim>, string>(table, {
    schema: Claim,
    keyOf: (finding) => ({ pk: `FINDING#${finding}`, sk: 'KEY' }),
  });
  const windows = createRecords<z.infer<typeof Window>, string>(table, {
    schema: Window,
    keyOf: (key) => ({ pk: `WINDOW#${key}`, sk: 'META' }),
  });
  const assignments = createRecords<z.infer<typeof Assignment>, string>(table, {
    schema: Assignment,
    keyOf: (occurrence) => ({ pk: `OCCURRENCE#${occurrence}`, sk: 'META' }),
  });
  const isOver = (start: string, at: string, hours: number): boolean =>
    Date.parse(at) >= Date.parse(start) + hours * millisecondsPerHour;

  return {
    claimKey: async (finding, key) => (await claims.change(finding, (claim) => claim ?? { key })).key,
    openWindow: async (key, at, hours) => {
      const window = await windows.change(key, (known) =>
        known === null || isOver(known.start, at, hours) ? { start: at } : known,
      );
      return window.start;
    },
    assign: async (occurrence, incident) =>
      (await assignments.change(occurrence, (known) => known ?? { incident })).incident,
    assigned: async (occurrence) => (await assignments.get(occurrence))?.incident ?? null,
  };
}
