import { type AddressKey, type Bounds, readAddress, readNetwork } from './address.ts';

/** What an entry of a feed names. */
export type Indicator =
  | { readonly kind: 'address'; readonly key: AddressKey }
  | { readonly kind: 'network'; readonly bounds: Bounds }
  /** In lower case, without its final dot. */
  | { readonly kind: 'domain'; readonly name: string }
  /** Of a file: MD5, SHA-1 or SHA-256, in lower case. */
  | { readonly kind: 'hash'; readonly hash: string };

/**
 * What a feed's value names, however feeds write it: defanged (`hxxp://evil[.]example`), with a port, or as a URL.
 * @returns why it is none, to follow "is"
 */
export function readIndicator(written: string): Indicator | string {
  const value = isDefanged.test(written) ? refang(written) : written;
  return readBare(value) ?? readUrl(value) ?? 'no address, network, domain or hash';
}

const isDefanged = /[[({]|^hxxp/i;

const refang = (value: string): string =>
  value
    .replace(/^hxxp/i, 'http')
    .replaceAll(/[[({](?:\.|dot)[\])}]/gi, '.')
    .replaceAll(/\[(:|:\/\/)\]/g, '$1');

function readBare(value: string): Indicator | undefined {
  const key = readAddress(value);
  if (key !== undefined) return { kind: 'address', key };
  const bounds = readNetwork(value);
  if (bounds !== undefined) return { kind: 'network', bounds };
  if (fileHash.test(value)) return { kind: 'hash', hash: value.toLowerCase() };
  return isDomain.test(value) ? { kind: 'domain', name: value.toLowerCase().replace(/\.$/, '') } : undefined;
}

/** MD5, SHA-1 or SHA-256. */
export const fileHash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

const isDomain =
  /^(?=.{1,254}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])\.?$/i;

const urlOfHost = /^(?:[a-z][a-z0-9+.-]{0,20}:\/\/)?(?:\[([0-9a-f:.]+)\]|([^\s/:?#@[\]]+))(?::\d{1,5})?\/?$/i;
const urlOfPage = /^([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#]+)[/?#]./i;

/** One page of a domain is no reason to call the domain bad: such feeds name pages of sites that everybody uses. */
const pageOnly = 'one page of a site, and sites are known by name alone';

function readUrl(value: string): Indicator | string | undefined {
  const site = urlOfPage.exec(value)?.[1];
  const [, ipv6, host = ''] = urlOfHost.exec(site ?? value) ?? [];
  const named = readBare(ipv6 ?? host);
  if (site === undefined || named === undefined) return named;
  return named.kind === 'address' ? named : pageOnly;
}
