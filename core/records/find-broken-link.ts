import type { Digest } from '../ports/digest.ts';
import { genesis, hashEntry, type TimelineEntry } from './timeline.ts';

/** The first line of a timeline that is not as it was written. */
export interface BrokenLink {
  readonly sequence: number;
  readonly kind: string;
  readonly reason: string;
}

/**
 * Checks the hash chain: an edited, removed, added or reordered line is found. Lines cut off at the end leave
 * no trace in the chain itself.
 * @param entries all of one incident from line `first` on, in order. What the line before `first` was, nobody knows.
 */
export function findBrokenLink(
  entries: readonly TimelineEntry[],
  digest: Digest,
  first = 1,
): BrokenLink | null {
  let previous = first === 1 ? genesis : (entries[0]?.previous ?? genesis);
  for (const [index, entry] of entries.entries()) {
    const { sequence, kind } = entry;
    if (sequence !== index + first) return { sequence, kind, reason: `line ${index + first} is missing` };
    if (entry.previous !== previous)
      return { sequence, kind, reason: 'it does not follow from the line before' };
    if (entry.hash !== hashEntry(entry, digest)) return { sequence, kind, reason: 'it was changed since' };
    previous = entry.hash;
  }
  return null;
}
