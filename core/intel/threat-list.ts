import ipaddr from 'ipaddr.js';
import { type AddressKey, readAddress } from './address.ts';
import { indexNetworks } from './index-networks.ts';

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

/** Confidences by what they are of. */
interface Entries {
  readonly addresses: Map<AddressKey, number>;
  readonly domains: Map<string, number>;
  readonly networks: [string, number][];
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
  const { addresses, domains } = entries;
  const findNetwork = indexNetworks(entries.networks);
  const findAddress = (ip: string): number | undefined => {
    const key = readAddress(ip);
    return key === undefined ? undefined : (addresses.get(key) ?? findNetwork(key));
  };
  const lookup: ThreatList['lookup'] = ({ ip, domain }) => {
    const confidence =
      (ip === undefined ? undefined : findAddress(ip)) ??
      (domain === undefined ? undefined : findDomain(domains, domain));
    return confidence === undefined ? null : { list: file.name, confidence };
  };
  return { list: { lookup }, bad };
}

/** @returns false when the value is none of address, network and domain, or the confidence is out of range. */
function addEntry({ addresses, domains, networks }: Entries, value: string, confidence: number): boolean {
  if (!(confidence >= 0 && confidence <= 100)) return false;
  const address = readAddress(value);
  if (address !== undefined) addresses.set(address, confidence);
  else if (isNetwork(value)) networks.push([value, confidence]);
  else if (isDomain.test(value)) domains.set(value.toLowerCase(), confidence);
  else return false;
  return true;
}

/** With its final dot. */
const longestDomain = 254;

/** It, or the nearest domain above it that is known. */
function findDomain(domains: ReadonlyMap<string, number>, domain: string): number | undefined {
  if (domain.length > longestDomain) return undefined;
  let name = domain.toLowerCase().replace(/\.$/, '');
  let confidence = domains.get(name);
  while (confidence === undefined && name.includes('.')) {
    name = name.slice(name.indexOf('.') + 1);
    confidence = domains.get(name);
  }
  return confidence;
}

const isNetwork = (value: string): boolean =>
  readAddress(value.split('/')[0] ?? '') !== undefined && ipaddr.isValidCIDR(value);

const isDomain =
  /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/i;
