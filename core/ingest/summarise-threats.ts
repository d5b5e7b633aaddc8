import type { ThreatSummary } from '../detect/create-matcher.ts';
import type { ThreatList } from '../intel/threat-list.ts';

const none: ThreatSummary = { known: false, confidence: 0, feeds: [] };

/** What all feeds together say of a record's addresses and domains. */
export function summariseThreats(
  lists: readonly ThreatList[],
  { ips, domains }: { readonly ips: readonly string[]; readonly domains: readonly string[] },
): ThreatSummary {
  let summary = none;
  for (const list of lists) {
    for (const ip of ips) summary = add(summary, list.lookup({ ip }));
    for (const domain of domains) summary = add(summary, list.lookup({ domain }));
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
