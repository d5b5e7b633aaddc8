import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../core/intel/address.ts';
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

/** The first of the networks that has the address, tried one by one. */
function findFirst(networks: readonly string[], address: string): number | undefined {
  const ip = ipaddr.parse(address);
  const found = networks.findIndex((text) => {
    const [base, bits] = ipaddr.parseCIDR(text);
    return base.kind() === ip.kind() && ip.match(base, bits);
  });
  return found === -1 ? undefined : found;
}

describe('an index of networks', () => {
  it('finds the first network in the list that has the address, as trying one by one does', () => {
    const cases = fc
      .array(network, { minLength: 1, maxLength: 12 })
      .chain((networks) => fc.tuple(fc.constant(networks), fc.oneof(ipv4, ipv6, ...networks.map(addressIn))));
    fc.assert(
      fc.property(cases, ([networks, address]) => {
        fc.pre(!ipaddr.IPv6.isValid(address) || !ipaddr.IPv6.parse(address).isIPv4MappedAddress());
        const find = indexNetworks(networks.map((text, order) => [text, order] as const));
        const key = readAddress(address);
        expect(key === undefined ? 'no address' : find(key)).toBe(findFirst(networks, address));
      }),
      { numRuns: 2000 },
    );
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
