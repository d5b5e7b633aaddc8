import ipaddr from 'ipaddr.js';

/**
 * An address as something that compares as addresses do: a number for IPv4, 32 hex digits for IPv6. The IPv4 addresses
 * that IPv6 maps (`::ffff:198.51.100.7`) are IPv4.
 */
export type AddressKey = number | string;

/** Undefined for what is no address; IPv4 in four decimal parts only. */
export function readAddress(text: string): AddressKey | undefined {
  return text.includes(':') ? readIpv6(text) : readIpv4(text);
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

function readIpv6(text: string): AddressKey | undefined {
  return ipaddr.IPv6.isValid(text) ? toAddressKey(ipaddr.process(text)) : undefined;
}

export const toAddressKey = (address: ipaddr.IPv4 | ipaddr.IPv6): AddressKey =>
  address instanceof ipaddr.IPv4
    ? address.octets.reduce((key, octet) => key * 256 + octet, 0)
    : address.parts.map((part) => part.toString(16).padStart(4, '0')).join('');
