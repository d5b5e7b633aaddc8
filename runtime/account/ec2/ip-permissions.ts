import type { IpPermission } from '@aws-sdk/client-ec2';
import type { SecurityGroupRule } from '../records.ts';
import { ec2Error, need } from './ec2-error.ts';

type Rule = Omit<SecurityGroupRule, 'ruleId'>;

/** EC2 gives these numbers their names back. */
const protocolNames: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  all: '-1',
};

/** One rule per permission and peer, which is how EC2 keeps them. */
export function readPermissions(permissions: readonly IpPermission[], account: string): Rule[] {
  return permissions.flatMap((permission) => {
    const given = need(permission.IpProtocol, 'ipProtocol').toLowerCase();
    const protocol = Object.hasOwn(protocolNames, given) ? (protocolNames[given] ?? given) : given;
    const { fromPort, toPort } = readPorts(protocol, permission);
    const peers = readPeers(permission, account);
    if (peers.length === 0) {
      throw ec2Error('InvalidParameterValue', 'Invalid value for IpPermissions: no source or destination');
    }
    return peers.map((peer) => ({ protocol, fromPort, toPort, ...peer }));
  });
}

function readPorts(protocol: string, { FromPort, ToPort }: IpPermission) {
  if (protocol === '-1') return { fromPort: null, toPort: null };
  if (['tcp', 'udp'].includes(protocol) && (FromPort === undefined || ToPort === undefined)) {
    throw ec2Error(
      'InvalidParameterValue',
      `Invalid value for portRange. Must specify both from and to ports with TCP/UDP.`,
    );
  }
  return { fromPort: FromPort ?? null, toPort: ToPort ?? null };
}

type PeerOf = Pick<Rule, 'peer' | 'description'>;

function readPeers(permission: IpPermission, account: string): PeerOf[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  return [
    ...IpRanges.map((range) => peerOf('ipv4', range.CidrIp, range.Description)),
    ...Ipv6Ranges.map((range) => peerOf('ipv6', range.CidrIpv6, range.Description)),
    ...PrefixListIds.map((list) => peerOf('prefix-list', list.PrefixListId, list.Description)),
    ...UserIdGroupPairs.map((pair) => ({
      peer: {
        kind: 'group' as const,
        value: need(pair.GroupId, 'groupId'),
        owner: pair.UserId ?? account,
      },
      description: pair.Description ?? null,
    })),
  ];
}

const peerOf = (
  kind: 'ipv4' | 'ipv6' | 'prefix-list',
  value: string | undefined,
  description: string | undefined,
): PeerOf => ({ peer: { kind, value: need(value, 'cidr') }, description: description ?? null });

/** Descriptions do not tell rules apart. */
export function sameRule(one: Rule, other: Rule): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    one.peer.kind === other.peer.kind &&
    one.peer.value === other.peer.value
  );
}

/** Rules as Describe calls show them: those of one protocol and port range together. */
export function toPermissions(rules: readonly Rule[]): IpPermission[] {
  const permissions = new Map<string, IpPermission>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.fromPort} ${rule.toPort}`;
    let permission = permissions.get(key);
    if (!permission) permissions.set(key, (permission = emptyPermission(rule)));
    addPeer(permission, rule);
  }
  return [...permissions.values()];
}

function emptyPermission({ protocol, fromPort, toPort }: Rule): IpPermission {
  return {
    IpProtocol: protocol,
    ...(fromPort === null ? {} : { FromPort: fromPort }),
    ...(toPort === null ? {} : { ToPort: toPort }),
    UserIdGroupPairs: [],
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
  };
}

function addPeer(permission: IpPermission, { peer, description }: Rule): void {
  const about = description === null ? {} : { Description: description };
  if (peer.kind === 'group') {
    permission.UserIdGroupPairs?.push({ ...about, GroupId: peer.value, UserId: peer.owner });
  } else if (peer.kind === 'ipv4') permission.IpRanges?.push({ ...about, CidrIp: peer.value });
  else if (peer.kind === 'ipv6') permission.Ipv6Ranges?.push({ ...about, CidrIpv6: peer.value });
  else permission.PrefixListIds?.push({ ...about, PrefixListId: peer.value });
}
