import * as z from 'zod';
import { author, type HubFinding } from '../../../security-hub/hub.ts';

const Before = z.object({
  status: z.string(),
  /** Null: there was none. */
  note: z.object({ text: z.string(), by: z.string() }).nullable(),
});

/** What the ledger keeps; `before: null`: nothing was changed yet. */
export const FindingData = z.object({
  before: Before.nullable().default(null),
  /** Every status that we gave it, whichever incident asked. */
  written: z.array(z.string()).default([]),
});
export type FindingData = z.infer<typeof FindingData>;

/** What stands is of our making. */
export const isOurs = ({ before, written }: FindingData, { status }: HubFinding): boolean =>
  before !== null && written.includes(status);

/** With the status that is about to be written. What a person set since counts as the new before. */
export function withWritten(data: FindingData, finding: HubFinding, status: string): FindingData {
  if (isOurs(data, finding)) return { ...data, written: [...new Set([...data.written, status])] };
  const note = finding.note?.by === author ? null : finding.note;
  return { before: { status: finding.status, note }, written: [status] };
}
