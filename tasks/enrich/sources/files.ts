import type { Enrichment } from '../../../core/enrichment.ts';
import type { Finding } from '../../../core/finding.ts';
import type { ThreatList } from '../../../core/intel/threat-list.ts';

/**
 * Of the files that a finding names by their hashes, those that some list knows; nothing where there are none.
 * @param now epoch milliseconds
 */
export function describeFiles(
  { hashes = [] }: Pick<Finding, 'hashes'>,
  lists: readonly ThreatList[],
  now: number,
): Pick<Enrichment, 'files'> {
  const asked = hashes.map((hash) => ({
    hash,
    threats: lists.map((list) => list.lookup({ hash }, now)).filter((hit) => hit !== null),
  }));
  const files = asked.filter(({ threats }) => threats.length > 0);
  return files.length === 0 ? {} : { files };
}
