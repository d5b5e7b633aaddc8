import ipaddr from 'ipaddr.js';

/** One hit: which list knows the address or domain, and how sure it is (0–100). */
export interface Threat {
  readonly list: string;
  readonly confidence: number;
}

/** A parsed list of bad addresses, networks and domains. */
export interface ThreatList {
  lookup(subject: { readonly ip?: string; readonly domain?: string }): Threat | null;
}

export interface ThreatListFile {
  readonly name: string;
  /** For entries that do not say it themselves. 0–100. */
  readonly confidence: number;
  readonly text: string;
}

/** What a line could not be read as; the list goes on without it. */
export interface BadLine {
  readonly line: number;
  readonly value: string;
}

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

interface Entries {
  readonly addresses: Map<string, number>;
  readonly domains: Map<string, number>;
  readonly networks: { network: Network; confidence: number }[];
}

/**
 * Plain text, one entry a line: an address, a network (`198.51.100.0/24`, IPv6 too) or a domain, each
 * optionally followed by a comma and a confidence. `#` starts a comment. A domain also covers its
 * subdomains.
 */
export function parseThreatList(file: ThreatListFile): { list: ThreatList; bad: readonly BadLine[] } {
  const entries: Entries = { addresses: new Map(), domains: new Map(), networks: [] };
  const bad: BadLine[] = [];
  for (const [index, raw] of file.text.split(/\r?\n/).entries()) {
    const [value = '', own] = (raw.split('#')[0] ?? '').split(',').map((part) => part.trim());
    if (value === '') continue;
    const confidence = own === undefined ? file.confidence : Number(own);
    if (!addEntry(entries, value, confidence)) bad.push({ line: index + 1, value: raw.slice(0, 80) });
  }
  const lookup: ThreatList['lookup'] = ({ ip, domain }) => {
    const confidence =
      (ip === undefined ? undefined : findAddress(entries, ip)) ??
      (domain === undefined ? undefined : findDomain(entries, domain));
    return confidence === undefined ? null : { list: file.name, confidence };
  };
  return { list: { lookup }, bad };
}

/** @returns false when the value is none of address, network and domain, or the confidence is out of range. */
function addEntry({ addresses, domains, networks }: Entries, value: string, confidence: number): boolean {
  if (!(confidence >= 0 && confidence <= 100)) return false;
  if (isAddress(value)) addresses.set(ipaddr.process(value).toString(), confidence);
  else if (isNetwork(value)) networks.push({ network: ipaddr.parseCIDR(value), confidence });
  else if (isDomain.test(value)) domains.set(value.toLowerCase(), confidence);
  else return false;
  return true;
}

function findAddress({ addresses, networks }: Entries, ip: string): number | undefined {
  if (!ipaddr.isValid(ip)) return undefined;
  const address = ipaddr.process(ip);
  const around = networks.find(({ network: [base, bits] }) => isWithin(address, base, bits));
  return addresses.get(address.toString()) ?? around?.confidence;
}

function findDomain({ domains }: Entries, domain: string): number | undefined {
  const labels = domain.toLowerCase().replace(/\.$/, '').split('.');
  const known = labels.map((_, from) => domains.get(labels.slice(from).join('.')));
  return known.find((confidence) => confidence !== undefined);
}

/** Without the short forms in which `64500`, meant as the number of a network, is an address. */
const isAddress = (value: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value);

const isNetwork = (value: string): boolean =>
  isAddress(value.split('/')[0] ?? '') && ipaddr.isValidCIDR(value);

const isDomain =
  /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/i;

const isWithin = (address: Network[0], base: Network[0], bits: number): boolean =>
  address.kind() === base.kind() && address.match(base, bits);
