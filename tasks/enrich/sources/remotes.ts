import type { Enrichment } from '../../../core/enrichment.ts';
import type { Remote } from '../../../core/finding.ts';
import type { ThreatList } from '../../../core/intel/threat-list.ts';
import type { Geo } from '../../../core/ports/geo.ts';

/**
 * Country (the finding's own word first) and threat-intelligence hits of each remote address.
 * @param now epoch milliseconds
 */
export function describeRemotes(
  remotes: readonly Remote[],
  geo: Geo,
  lists: readonly ThreatList[],
  now: number,
): Enrichment['remotes'] {
  return remotes.map(({ ip, domain, country }) => {
    const place = country ?? (ip === undefined ? undefined : (geo.country(ip) ?? undefined));
    const subject = { ...(ip === undefined ? {} : { ip }), ...(domain === undefined ? {} : { domain }) };
    return {
      ...subject,
      ...(place === undefined ? {} : { country: place }),
      threats: lists.map((list) => list.lookup(subject, now)).filter((hit) => hit !== null),
    };
  });
}
