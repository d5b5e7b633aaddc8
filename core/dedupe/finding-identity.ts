import type { Finding } from '../finding.ts';

/** What a finding or an incident may do: samples change nothing, untrusted ones must be asked about. */
export interface Standing {
  readonly sample: boolean;
  readonly trusted: boolean;
}

export const standingOf = ({ sample, origin }: Pick<Finding, 'sample' | 'origin'>): Standing => ({
  sample,
  trusted: origin.trusted,
});

/**
 * Samples and findings that nobody vouched for keep to themselves: the prefix goes before their keys and
 * ids, so that they never share a record or an incident with real ones, nor raise, hide or steer one.
 */
export function standingPrefix({ sample, trusted }: Standing): string {
  return `${trusted ? '' : 'untrusted|'}${sample ? 'sample|' : ''}`;
}

/** What a finding is stored under. */
export function findingIdentity(id: string, standing: Standing): string {
  return standingPrefix(standing) + id;
}
