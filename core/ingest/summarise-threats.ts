import type { ThreatSummary } from '../detect/create-matcher.ts';
import type { ThreatList } from '../intel/threat-list.ts';
import type { Classified } from './kinds/kind.ts';

const none: ThreatSummary = { known: false, confidence: 0, feeds: [] };
const noHashes: readonly string[] = [];

/**
 * What all feeds together say of a record's addresses, domains and files.
 * @param now epoch milliseconds
 */
export function summariseThreats(
  lists: readonly ThreatList[],
  { ips, domains, hashes = noHashes }: Pick<Classified, 'ips' | 'domains' | 'hashes'>,
  now: number,
): ThreatSummary {
  let summary = none;
  for (const list of lists) {
    for (const ip of ips) summary = add(summary, list.lookup({ ip }, now));
    for (const domain of domains) summary = add(summary, list.lookup({ domain }, now));
    for (const hash of hashes) summary = add(summary, list.lookup({ hash }, now));
  }
  return summary;
}

function add(summary: ThreatSummary, threat: ReturnType<ThreatList['lookup']>): ThreatSummary {
  if (threat === null) return summary;
  return {
    known: true,
    confidence: Math.max(summary.confidence, threat.confidence),
    feeds: summary.feeds.includes(threat.list) ? summary.feeds : [...summary.feeds, threat.list],
  };
}
