import * as z from 'zod';
import { documentFor, sameDocument } from './policy.ts';

/** What the ledger keeps of a revocation. */
export const RevocationData = z.object({
  /** What stood under our policy's name before us; null: not looked yet. */
  before: z.object({ document: z.string().nullable() }).nullable().default(null),
  /** By incident and revision, the time before which it revoked sessions. Written before the policy is. */
  revoked: z.record(z.string(), z.string()).default({}),
});
export type RevocationData = z.infer<typeof RevocationData>;

/** A later revision has seen the intruder again: it revokes again, up to its own time. */
export const revocationKey = ({ incident, revision }: { incident: string; revision: number }): string =>
  `${incident}-r${revision}`;

/** The time of the document if it is one of those that we wrote. */
export function timeOf(document: string | null, { revoked }: RevocationData): string | null {
  if (document === null) return null;
  return Object.values(revoked).find((time) => sameDocument(documentFor(time), document)) ?? null;
}

/** True where what stands revokes all that this incident and revision asked for. */
export function isCovered(document: string | null, key: string, data: RevocationData): boolean {
  const standing = timeOf(document, data);
  const wanted = Object.hasOwn(data.revoked, key) ? data.revoked[key] : undefined;
  return standing !== null && wanted !== undefined && standing >= wanted;
}
