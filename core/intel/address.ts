import ipaddr from 'ipaddr.js';

/**
 * An address as something that compares as addresses do: a number for IPv4, 32 hex digits for IPv6. The IPv4 addresses
 * that IPv6 maps (`::ffff:198.51.100.7`) are IPv4.
 */
export type AddressKey = number | string;

/** Undefined for what is no address: IPv4 has four decimal parts, IPv6 no zone. */
export function readAddress(text: string): AddressKey | undefined {
  const key = readAddressAsWritten(text);
  return typeof key === 'string' && key.startsWith(mapped) ? Number.parseInt(key.slice(24), 16) : key;
}

/** Of `::ffff:0:0/96`. */
const mapped = '00000000000000000000ffff';

/** Likewise, but what is written as IPv6 is IPv6. */
export const readAddressAsWritten = (text: string): AddressKey | undefined =>
  text.includes(':') ? readIpv6(text) : readIpv4(text);

/** Of a network; both are part of it. */
export interface Bounds {
  readonly first: AddressKey;
  readonly last: AddressKey;
}

/** The bounds of a network, as written, such as `198.51.100.0/24`, known to be valid. */
export function boundsOf(network: string): Bounds {
  const bounds = readNetwork(network);
  if (bounds === undefined) throw new TypeError(`${network} is no network`);
  return bounds;
}

/** Undefined for what is no network: an address and, after a slash, how many bits it begins with. */
export function readNetwork(text: string): Bounds | undefined {
  const [base = '', length = '', ...others] = text.split('/');
  const key = /^\d{1,3}$/.test(length) && others.length === 0 ? readAddressAsWritten(base) : undefined;
  const bits = Number(length);
  if (typeof key === 'number') return bits <= 32 ? ipv4Bounds(key, bits) : undefined;
  return key === undefined || bits > 128 ? undefined : ipv6Bounds(key, bits);
}

function ipv4Bounds(key: number, bits: number): Bounds {
  const size = 2 ** (32 - bits);
  const first = Math.floor(key / size) * size;
  return { first, last: first + size - 1 };
}

/** The hex digit in which the network ends has some bits of either kind. */
function ipv6Bounds(key: string, bits: number): Bounds {
  const whole = Math.floor(bits / 4);
  const size = 2 ** (4 - (bits % 4));
  const digit = Math.floor(Number.parseInt(key.charAt(whole) || '0', 16) / size) * size;
  const bound = (last: number, filler: string) =>
    (key.slice(0, whole) + last.toString(16)).slice(0, 32).padEnd(32, filler);
  return { first: bound(digit, '0'), last: bound(digit + size - 1, 'f') };
}

/** By hand: each log record has addresses, and an expression would take ten times as long. */
function readIpv4(text: string): number | undefined {
  let key = 0;
  let from = 0;
  for (let place = 1; place <= 4; place += 1) {
    const end = place < 4 ? text.indexOf('.', from) : text.length;
    const octet = readOctet(text, from, end);
    if (octet === undefined) return undefined;
    key = key * 256 + octet;
    from = end + 1;
  }
  return key;
}

const zero = 48;

/** 0 to 255, without leading zeros, which some read as octal. */
function readOctet(text: string, from: number, end: number): number | undefined {
  const length = end - from;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(from) === zero)) return undefined;
  let octet = 0;
  for (let at = from; at < end; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return undefined;
    octet = octet * 10 + digit;
  }
  return octet <= 255 ? octet : undefined;
}

function readIpv6(text: string): string | undefined {
  return ipaddr.IPv6.isValid(text) && !text.includes('%') ? hexOf(ipaddr.IPv6.parse(text)) : undefined;
}

const hexOf = ({ parts }: ipaddr.IPv6): string =>
  parts.map((part) => part.toString(16).padStart(4, '0')).join('');
