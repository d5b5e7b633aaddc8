import ipaddr from 'ipaddr.js';
import { type AddressKey, readAddress } from './address.ts';
import { indexNetworks } from './index-networks.ts';

/** One hit: which list knows the address or domain, and how sure it is (0–100). */
export interface Threat {
  readonly list: string;
  readonly confidence: number;
}

/** A parsed list of bad addresses, networks, domains and hashes of files. */
export interface ThreatList {
  /** `hash`: of a file, MD5, SHA-1 or SHA-256, in hex. */
  lookup(subject: { readonly ip?: string; readonly domain?: string; readonly hash?: string }): Threat | null;
}

export interface ThreatListFile {
  readonly name: string;
  /** For entries that do not say it themselves. 0–100. */
  readonly confidence: number;
  readonly text: string;
  /** Epoch milliseconds: entries that expired before are left out. @default none is */
  readonly now?: number;
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
  readonly hashes: Map<string, number>;
}

/**
 * Plain text, one entry a line: an address, a network (`198.51.100.0/24`, IPv6 too), a domain or a file's hash, each
 * optionally followed by a confidence and by when it expires (ISO 8601), after commas. `#` starts a comment. A domain also
 * covers its subdomains.
 */
export function parseThreatList(file: ThreatListFile): { list: ThreatList; bad: readonly BadLine[] } {
  const entries: Entries = { addresses: new Map(), domains: new Map(), networks: [], hashes: new Map() };
  const bad: BadLine[] = [];
  for (const [index, raw] of file.text.split(/\r?\n/).entries()) {
    if (!readLine(raw, file, entries)) bad.push({ line: index + 1, value: raw.slice(0, 80) });
  }
  const { addresses, domains, hashes } = entries;
  const findNetwork = indexNetworks(entries.networks);
  const findAddress = (ip: string): number | undefined => {
    const key = readAddress(ip);
    return key === undefined ? undefined : (addresses.get(key) ?? findNetwork(key));
  };
  const lookup: ThreatList['lookup'] = ({ ip, domain, hash }) => {
    const confidence =
      (ip === undefined ? undefined : findAddress(ip)) ??
      (domain === undefined ? undefined : findDomain(domains, domain)) ??
      (hash === undefined ? undefined : hashes.get(hash.toLowerCase()));
    return confidence === undefined ? null : { list: file.name, confidence };
  };
  return { list: { lookup }, bad };
}

const fieldsOf = (line: string): readonly string[] =>
  (line.split('#')[0] ?? '').split(',').map((field) => field.trim());

/** @returns false when the line cannot be read. */
function readLine(raw: string, { confidence, now = -Infinity }: ThreatListFile, entries: Entries): boolean {
  const [value = '', own = '', expires = ''] = fieldsOf(raw);
  if (value === '') return true;
  const until = expires === '' ? Infinity : Date.parse(expires);
  if (until <= now) return true;
  return !Number.isNaN(until) && addEntry(entries, value, own === '' ? confidence : Number(own));
}

/** @returns false when the value is none of address, network, domain and hash, or the confidence is out of range. */
function addEntry(
  { addresses, domains, networks, hashes }: Entries,
  value: string,
  confidence: number,
): boolean {
  if (!(confidence >= 0 && confidence <= 100)) return false;
  const address = readAddress(value);
  if (address !== undefined) addresses.set(address, confidence);
  else if (isNetwork(value)) networks.push([value, confidence]);
  else if (isHash.test(value)) hashes.set(value.toLowerCase(), confidence);
  else if (isDomain.test(value)) domains.set(value.toLowerCase(), confidence);
  else return false;
  return true;
}

/** MD5, SHA-1 or SHA-256. */
const isHash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

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
