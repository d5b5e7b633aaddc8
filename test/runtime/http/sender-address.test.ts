import { expect, it } from 'vitest';
import { Config } from '../../../core/config.ts';
import { createSenderAddress } from '../../../runtime/http/sender-address.ts';

const proxies = ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'];

it.each([
  ['who is connected', '203.0.113.9', undefined, '203.0.113.9'],
  ['who is connected, whatever they say', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['whom a trusted proxy has it from', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['the same where it is mapped into IPv6', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['whom the last of several has it from', '10.1.2.3', '198.51.100.1, 192.0.2.7, 10.9.9.9', '198.51.100.1'],
  ['no one whom the sender made up', '10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['the proxy where it says nothing', '10.1.2.3', undefined, '10.1.2.3'],
  ['the proxy where it says nonsense', '10.1.2.3', '198.51.100.1, nonsense', '10.1.2.3'],
  ['a person whose address is a proxy’s', '10.1.2.3', '10.4.4.4', '10.4.4.4'],
  ['an address of IPv6', '2001:db8::1', '2a00::5', '2a00::5'],
  ['nobody where nobody is known', undefined, '198.51.100.1', undefined],
])('a request is from %s', (_who, peer, forwarded, sender) => {
  expect(createSenderAddress(proxies)(peer, forwarded)).toBe(sender);
});

it('is from who is connected where no proxy is trusted', () => {
  expect(createSenderAddress([])('127.0.0.1', '198.51.100.1')).toBe('127.0.0.1');
});

it.each(['10.0.0.0/40', 'proxy.example.com', '10.0.0', ''])('a proxy is no %j', (proxy) => {
  const parsed = Config.safeParse({ server: { trustedProxies: [proxy] } });
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ['server', 'trustedProxies', 0],
    message: 'is no address or network: give one such as 10.0.0.5 or 10.0.0.0/24',
  });
});
