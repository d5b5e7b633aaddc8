import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseThreatList } from '../../../core/intel/threat-list.ts';

const parse = (text: string) => parseThreatList({ name: 'list', confidence: 80, text });
const confidenceOf = (text: string, subject: { ip?: string; domain?: string }) =>
  parse(text).list.lookup(subject)?.confidence;

describe('a threat list', () => {
  it.each([
    ['an address', '198.51.100.7', { ip: '198.51.100.7' }, 80],
    ['another address', '198.51.100.7', { ip: '198.51.100.8' }, undefined],
    ['an address with a confidence of its own', '198.51.100.7, 35', { ip: '198.51.100.7' }, 35],
    ['an IPv6 address in another spelling', '2001:db8::1', { ip: '2001:0db8:0:0:0:0:0:1' }, 80],
    ['an IPv4 address as IPv6 writes it', '198.51.100.7', { ip: '::ffff:198.51.100.7' }, 80],
    ['a network', '198.51.100.0/24', { ip: '198.51.100.255' }, 80],
    ['outside the network', '198.51.100.0/24', { ip: '198.51.101.0' }, undefined],
    ['an IPv6 network', '2001:db8::/32', { ip: '2001:db8:ffff::1' }, 80],
    ['an IPv4 address in an IPv6 network', '::/0', { ip: '198.51.100.7' }, undefined],
    [
      'an address before the network around it',
      '198.51.100.0/24,10\n198.51.100.7,90',
      { ip: '198.51.100.7' },
      90,
    ],
    ['a domain', 'evil.example', { domain: 'evil.example' }, 80],
    ['a domain in capitals, with its final dot', 'evil.example', { domain: 'EVIL.example.' }, 80],
    ['a subdomain', 'evil.example', { domain: 'a.b.evil.example' }, 80],
    ['a domain that only ends alike', 'evil.example', { domain: 'notevil.example' }, undefined],
    ['the domain above', 'a.evil.example', { domain: 'evil.example' }, undefined],
    ['a domain of another script', 'xn--e1afmkfd.xn--p1ai', { domain: 'www.xn--e1afmkfd.xn--p1ai' }, 80],
    ['an address or a domain', 'evil.example', { ip: '198.51.100.7', domain: 'evil.example' }, 80],
    ['text that is no address', '198.51.100.7', { ip: 'nonsense' }, undefined],
    ['nothing', '198.51.100.7', {}, undefined],
  ] as const)('answers for %s', (_what, text, subject, confidence) => {
    expect(confidenceOf(text, subject)).toBe(confidence);
  });

  it('skips comments, empty lines and either kind of line end', () => {
    const { list, bad } = parse('# a list\r\n\r\n  198.51.100.7  # seen in May\r\nevil.example,50\n');
    expect(bad).toEqual([]);
    expect(list.lookup({ ip: '198.51.100.7' })).toEqual({ list: 'list', confidence: 80 });
    expect(list.lookup({ domain: 'evil.example' })).toEqual({ list: 'list', confidence: 50 });
  });

  it.each([
    '64500',
    '10.1',
    '198.51.100.0/33',
    '198.51.100.300',
    'no domain',
    'localhost',
    '198.51.100.7,200',
    '198.51.100.7,much',
  ])('names line and value of what it cannot read: %s', (line) => {
    expect(parse(`198.51.100.7\n${line}`).bad).toEqual([{ line: 2, value: line }]);
  });

  it('knows the addresses of its networks as a count of bits does', () => {
    const address = fc.nat({ max: 0xffffffff });
    const networks = fc.array(fc.tuple(address, fc.integer({ min: 0, max: 32 })), { maxLength: 5 });
    fc.assert(
      fc.property(networks, address, fc.nat({ max: 0xff }), (bases, candidate, near) => {
        // Addresses close to a network's edge find what random ones never would.
        const candidates = [candidate, ...bases.flatMap(([base]) => [base, (base ^ near) >>> 0])];
        const { list } = parse(bases.map(([base, bits]) => `${dotted(base)}/${bits}`).join('\n'));
        for (const one of candidates) {
          const expected = bases.some(([base, bits]) => sharesBits(one, base, bits));
          expect(list.lookup({ ip: dotted(one) }) !== null).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');

const bitsOf = (address: number): string => address.toString(2).padStart(32, '0');
const sharesBits = (a: number, b: number, count: number): boolean =>
  bitsOf(a).slice(0, count) === bitsOf(b).slice(0, count);
