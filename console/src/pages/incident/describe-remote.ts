import type { Enrichment } from '../../../../core/enrichment.ts';
import type { Remote } from '../../../../core/finding.ts';

type Known = Pick<Enrichment, 'remotes'>;

/** `198.51.100.7:443 (NL, AS64500 Example), on feodo-tracker (90)`: what is known of the other end. */
export function describeRemote(remote: Remote, enrichment: Known): string {
  const known = findKnown(remote, enrichment);
  const name = remote.domain ?? remote.ip ?? 'unknown address';
  const place = join([remote.city, remote.country ?? known?.country, describeNetwork(remote)]);
  const threats = describeThreats(known?.threats ?? []);
  const port = remote.port === undefined ? '' : `:${remote.port}`;
  return `${name}${port}${place && ` (${place})`}${threats && `, on ${threats}`}`;
}

/** `d41d…, on malware-bazaar (90)`: files that lists know. */
export const describeFiles = ({ files = [] }: Pick<Enrichment, 'files'>): string =>
  files.map(({ hash, threats }) => `${hash}, on ${describeThreats(threats)}`).join('; ');

const describeThreats = (threats: Enrichment['remotes'][number]['threats']): string =>
  join(threats.map(({ list, confidence }) => `${list} (${confidence})`));

const join = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');

const describeNetwork = ({ asn, org }: Remote): string => [asn && `AS${asn}`, org].filter(Boolean).join(' ');

const findKnown = (remote: Remote, { remotes }: Known) =>
  remotes.find(({ ip, domain }) =>
    domain === undefined ? ip !== undefined && ip === remote.ip : domain === remote.domain,
  );
