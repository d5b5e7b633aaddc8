import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { boundsOf, readAddress, readNetwork } from '../../../core/intel/address.ts';
import { indexNetworks } from '../../../core/intel/index-networks.ts';

const ipv4 = fc.ipV4();
const ipv6 = fc
  .array(fc.nat({ max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((parts) => new ipaddr.IPv6(parts).toString());
const addressIn = (network: string): fc.Arbitrary<string> => {
  const [base] = ipaddr.parseCIDR(network);
  const bytes = base.toByteArray();
  // Only the last bytes differ: what random addresses never find, at a network's edges above all.
  return fc
    .tuple(fc.nat({ max: bytes.length }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
    .map(([kept, noise]) =>
      ipaddr.fromByteArray(bytes.map((byte, at) => (at < kept ? byte : (noise[at] ?? 0)))).toString(),
    );
};
const network = fc
  .oneof(
    fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })),
    fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })),
    // Few bases, so that networks lie within each other.
    fc.tuple(fc.constantFrom('10.0.0.0', '10.255.255.255'), fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.constantFrom('2001:db8::', '2001:db8::ffff'), fc.integer({ min: 0, max: 128 })),
  )
  .map(([base, bits]) => `${base}/${bits}`);

interface Known {
  readonly text: string;
  readonly until: number;
}

/** The first of the networks that has the address and is not over, tried one by one. */
function findFirst(networks: readonly Known[], address: string, now: number): Known | undefined {
  const ip = ipaddr.parse(address);
  return networks.find(({ text, until }) => {
    const [base, bits] = ipaddr.parseCIDR(text);
    return until > now && base.kind() === ip.kind() && ip.match(base, bits);
  });
}

const now = 5;

describe('an index of networks', () => {
  it('finds the first network in the list that has the address and is not over, as trying one by one does', () => {
    const known = fc.record({ text: network, until: fc.constantFrom(now - 1, now, now + 1, Infinity) });
    const cases = fc
      .array(known, { minLength: 1, maxLength: 12 })
      .chain((networks) =>
        fc.tuple(fc.constant(networks), fc.oneof(ipv4, ipv6, ...networks.map(({ text }) => addressIn(text)))),
      );
    fc.assert(
      fc.property(cases, ([networks, address]) => {
        fc.pre(!ipaddr.IPv6.isValid(address) || !ipaddr.IPv6.parse(address).isIPv4MappedAddress());
        const find = indexNetworks(networks.map((one) => [boundsOf(one.text), one] as const));
        const key = readAddress(address);
        expect(key === undefined ? 'no address' : find(key, now)).toBe(findFirst(networks, address, now));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readNetwork', () => {
  it('reads the bounds that ipaddr.js reads', () => {
    fc.assert(
      fc.property(network, (text) => {
        const family = text.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
        const key = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
          address instanceof ipaddr.IPv4
            ? address.octets.reduce((sum, octet) => sum * 256 + octet, 0)
            : address.parts.map((part) => part.toString(16).padStart(4, '0')).join('');
        expect(readNetwork(text)).toEqual({
          first: key(family.networkAddressFromCIDR(text)),
          last: key(family.broadcastAddressFromCIDR(text)),
        });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '198.51.100.0',
    '198.51.100.0/33',
    '198.51.100.0/',
    '2001:db8::/129',
    '1.2.3.4/8/8',
    '10.1/8',
    '/8',
  ])('takes %s for none', (text) => {
    expect(readNetwork(text)).toBeUndefined();
  });
});

describe('readAddress', () => {
  it('reads what ipaddr.js reads, four decimal parts and IPv6, and nothing else', () => {
    const nearly = fc
      .tuple(fc.oneof(ipv4, ipv6), fc.nat(), fc.constantFrom('', '0', '.', ':', '9', 'f', ' '))
      .map(([text, at, insert]) => text.slice(0, at % 16) + insert + text.slice((at % 16) + (at % 2)));
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6, nearly), (text) => {
        const valid = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
        expect(readAddress(text) !== undefined, text).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['0.0.0.0', 0],
    ['255.255.255.255', 0xffffffff],
    ['::ffff:1.2.3.4', 0x01020304],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['cloudtrail.amazonaws.com', undefined],
    ['010.0.0.1', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4.5', undefined],
    ['', undefined],
  ])('reads %s as %s', (text, key) => {
    expect(readAddress(text)).toBe(key);
  });
});
