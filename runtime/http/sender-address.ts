import ipaddr from 'ipaddr.js';

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Whom a request came from: who is connected, unless that is a trusted proxy, which says in `x-forwarded-for` whom it has
 * it from. What stands there before the last that a trusted one added is only said by who sent it.
 * @param trusted addresses and networks, known to be valid.
 */
export function createSenderAddress(trusted: readonly string[]) {
  const networks = trusted.map(readNetwork);
  const isTrusted = (address: string): boolean => {
    const read = ipaddr.process(address);
    return networks.some(([network, bits]) => read.kind() === network.kind() && read.match(network, bits));
  };
  return (peer: string | undefined, forwarded: string | undefined): string | undefined => {
    let sender = peer;
    const way = (forwarded ?? '').split(',').map((address) => address.trim());
    while (sender !== undefined && isTrusted(sender)) {
      const before = way.pop();
      if (before === undefined || !ipaddr.isValid(before)) break;
      sender = before;
    }
    return sender;
  };
}

function readNetwork(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
