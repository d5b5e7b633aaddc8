import type { Finding } from '../finding.ts';

/** What a finding or an incident may lead to: samples change nothing, archived ones are not answered, untrusted ones must be asked about. */
export interface Standing {
  readonly sample: boolean;
  readonly trusted: boolean;
  readonly archived: boolean;
}

export const standingOf = ({ sample, archived, origin }: Finding): Standing => ({
  sample,
  archived,
  trusted: origin.trusted,
});

/**
 * Samples, archived findings and those that nobody vouched for keep to themselves: the prefix goes before
 * their keys and ids, so that they never share a record or an incident with real ones, nor raise, hide or
 * steer one.
 */
export function standingPrefix({ sample, trusted, archived }: Standing): string {
  return `${trusted ? '' : 'untrusted|'}${sample ? 'sample|' : ''}${archived ? 'archived|' : ''}`;
}

/** What a finding is stored under. */
export function findingIdentity(id: string, standing: Standing): string {
  return standingPrefix(standing) + id;
}
