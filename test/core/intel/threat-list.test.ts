import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInSteps, parseThreatList, type ThreatSubject } from '../../../core/intel/threat-list.ts';

const parse = (text: string) => parseThreatList({ name: 'list', confidence: 80, text });
const now = Date.parse('2026-03-01T00:00:00Z');
const confidenceOf = (text: string, subject: ThreatSubject) =>
  parse(text).list.lookup(subject, now)?.confidence;
const badOf = (text: string) => parse(text).bad.map(({ line, value }) => ({ line, value }));

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
    [
      'a hash in capitals',
      'd41d8cd98f00b204e9800998ecf8427e',
      { hash: 'D41D8CD98F00B204E9800998ECF8427E' },
      80,
    ],
    [
      'another hash',
      'd41d8cd98f00b204e9800998ecf8427e',
      { hash: 'e3b0c44298fc1c149afbf4c8996fb924' },
      undefined,
    ],
    ['a defanged domain', 'c2[.]evil(dot)example', { domain: 'c2.evil.example' }, 80],
    ['a defanged URL', 'hxxps[://]evil[.]example/', { domain: 'evil.example' }, 80],
    ['a defanged address with a port', '198[.]51[.]100[.]7:8080', { ip: '198.51.100.7' }, 80],
    ['an IPv6 address with a port', '[2001:db8::1]:443', { ip: '2001:db8::1' }, 80],
    ['a page of an address', 'http://198.51.100.7:81/bin.sh?x=1', { ip: '198.51.100.7' }, 80],
    ['a line of a hosts file', '0.0.0.0\tevil.example', { domain: 'evil.example' }, 80],
    ['a network with a comment as Spamhaus writes it', '198.51.100.0/24 ; SBL1', { ip: '198.51.100.9' }, 80],
    ['a feed that begins with a byte order mark', '\uFEFF198.51.100.7', { ip: '198.51.100.7' }, 80],
    ['text that is no address', '198.51.100.7', { ip: 'nonsense' }, undefined],
    ['nothing', '198.51.100.7', {}, undefined],
  ] as const)('answers for %s', (_what, text, subject, confidence) => {
    expect(confidenceOf(text, subject)).toBe(confidence);
  });

  it('skips comments, empty lines and either kind of line end', () => {
    const { list, bad } = parse('# a list\r\n\r\n  198.51.100.7  # seen in May\r\nevil.example,50\n');
    expect(bad).toEqual([]);
    expect(list.lookup({ ip: '198.51.100.7' }, now)).toEqual({ list: 'list', confidence: 80 });
    expect(list.lookup({ domain: 'evil.example' }, now)).toEqual({ list: 'list', confidence: 50 });
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
    '198.51.100.7,50,soon',
    '198.51.100.7,50,1800000000',
    'd41d8cd9',
    'https://drive.example/d/evil.exe',
    'x'.repeat(80),
  ])('names line and value of what it cannot read: %s', (line) => {
    expect(badOf(`198.51.100.7\n${line}`)).toEqual([{ line: 2, value: line }]);
  });

  it('says of a page of a site why it is left out', () => {
    expect(parse('https://drive.example/d/evil.exe').bad).toMatchObject([
      { line: 1, why: 'one page of a site, and sites are known by name alone' },
    ]);
  });

  it.each([
    ['198.51.100.7,70,2026-03-01T00:00:01Z', '198.51.100.7'],
    ['198.51.100.0/24,70,2026-03-01 00:00:01', '198.51.100.7'],
    ['198.51.100.7,70,2026-03-01 00:00:01 UTC\n198.51.100.7,50,2026-02-28', '198.51.100.7'],
    ['198.51.100.7,50,2026-02-28\n198.51.100.7,70,2026-03-01T02:00:01+02:00', '198.51.100.7'],
    ['198.51.0.0/16,50,2026-02-28\n198.51.100.0/24,70,2026-03-01T00:00:01.000Z', '198.51.100.7'],
    ['evil.example,70,2026-03-01T00:00:01Z', 'www.evil.example'],
    ['d41d8cd98f00b204e9800998ecf8427e,70,2026-03-01T00:00:01Z', 'd41d8cd98f00b204e9800998ecf8427e'],
  ])('knows %j until it expires, by the time of each question', (text, subject) => {
    const { list } = parse(text);
    const ask = (at: number) =>
      list.lookup({ ip: subject }, at) ?? list.lookup({ domain: subject, hash: subject }, at);
    expect(ask(now)).toEqual({ list: 'list', confidence: 70 });
    expect(ask(now + 999)).not.toBeNull();
    expect(ask(now + 1000)).toBeNull();
  });

  it.each([
    ['198.51.100.7,90,2026-02-28\n198.51.0.0/16,20', { ip: '198.51.100.7' }],
    ['a.evil.example,90,2026-02-28\nevil.example,20', { domain: 'a.evil.example' }],
    ['198.51.100.0/24,90,2026-02-28\n198.51.0.0/16,20', { ip: '198.51.100.7' }],
  ])('falls back to what is around an entry that has expired: %j', (text, subject) => {
    expect(confidenceOf(text, subject)).toBe(20);
  });

  it('is refused once it has more entries than it may', () => {
    const file = { name: 'list', confidence: 80, text: '192.0.2.1\nnonsense\n192.0.2.2\n', maxEntries: 2 };
    expect(parseThreatList(file).entries).toBe(2);
    expect(() => parseThreatList({ ...file, maxEntries: 1 })).toThrow('has more than 1 entries; split it');
  });

  it('lets others go first every few thousand lines', () => {
    const text = Array.from({ length: 10_000 }, (_, n) => `10.0.${n >> 8}.${n & 255}`).join('\n');
    let steps = 0;
    const parsing = parseInSteps({ name: 'list', confidence: 80, text });
    while (parsing.next().done !== true) steps += 1;
    expect(steps).toBe(5);
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
          expect(list.lookup({ ip: dotted(one) }, now) !== null).toBe(expected);
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
