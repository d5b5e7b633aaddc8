import { DescribeSecurityGroupsCommand, type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';

/** One rule as EC2 keeps it: one protocol, one range of ports, one source. */
const IngressRule = z.object({
  protocol: z.string(),
  /** Null: all of them. */
  fromPort: z.number().nullable(),
  toPort: z.number().nullable(),
  /** A CIDR range, a prefix list or a group. */
  source: z.string(),
  description: z.string().nullable(),
});
export type IngressRule = z.infer<typeof IngressRule>;

/** What the ledger keeps. */
export const IngressData = z.object({
  /** The ports that were asked for. */
  ports: z.array(z.number()).default([]),
  revoked: z.array(IngressRule).default([]),
  /** The names of all rules that stayed: what stands besides was added by somebody since. */
  kept: z.array(z.string()).default([]),
});
export type IngressData = z.infer<typeof IngressData>;

/** Null where there is no such group. */
export async function findGroup(ec2: Clients['ec2'], groupId: string): Promise<SecurityGroup | null> {
  const found = await orNull(
    ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] })),
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
    'InvalidSecurityGroupID.NotFound',
  );
  return found?.SecurityGroups?.[0] ?? null;
}

export const rulesOf = ({ IpPermissions = [] }: SecurityGroup): IngressRule[] =>
  IpPermissions.flatMap((permission) => {
    const { IpProtocol: protocol = '-1', FromPort: fromPort = null, ToPort: toPort = null } = permission;
    return sourcesOf(permission).map((source) => ({ protocol, fromPort, toPort, ...source }));
  });

function sourcesOf(permission: IpPermission): Pick<IngressRule, 'source' | 'description'>[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const source = (value = '', description: string | null = null) => ({ source: value, description });
  return [
    ...IpRanges.map(({ CidrIp, Description }) => source(CidrIp, Description)),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => source(CidrIpv6, Description)),
    ...PrefixListIds.map(({ PrefixListId, Description }) => source(PrefixListId, Description)),
    ...UserIdGroupPairs.map(({ GroupId, Description }) => source(GroupId, Description)),
  ];
}

/** The rule as a call takes it. Of open rules only: their source is a CIDR range. */
export function toPermission({ protocol, fromPort, toPort, source, description }: IngressRule) {
  const about = description === null ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    ...(fromPort === null ? {} : { FromPort: fromPort }),
    ...(toPort === null ? {} : { ToPort: toPort }),
    ...(source.includes(':')
      ? { Ipv6Ranges: [{ CidrIpv6: source, ...about }] }
      : { IpRanges: [{ CidrIp: source, ...about }] }),
  };
}

/** For people, and what tells one rule of a group from another: `tcp 22 from 0.0.0.0/0`. */
export function nameOfRule({ protocol, fromPort, toPort, source }: IngressRule): string {
  const range = fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
  const what = protocol === '-1' ? 'everything' : fromPort === null ? protocol : `${protocol} ${range}`;
  return `${what} from ${source}`;
}

/** RDP speaks UDP too. */
function touches({ protocol, fromPort, toPort }: IngressRule, ports: readonly number[]): boolean {
  if (protocol === '-1') return true;
  if (protocol !== 'tcp' && protocol !== 'udp') return false;
  return ports.some((port) => (fromPort ?? 0) <= port && port <= (toPort ?? 65_535));
}

export const isOpen = (rule: IngressRule, ports: readonly number[]): boolean =>
  (rule.source === '0.0.0.0/0' || rule.source === '::/0') && touches(rule, ports);

/** Rules of the ports in question that somebody added since we recorded what stood. */
export function findAdded(
  rules: readonly IngressRule[],
  { ports, revoked, kept }: IngressData,
): IngressRule[] {
  const known = new Set([...kept, ...revoked.map(nameOfRule)]);
  return rules.filter((rule) => touches(rule, ports) && !known.has(nameOfRule(rule)));
}

/**
 * What the ledger is to say once `open` is revoked: earlier rules of ours count on, unless somebody has made
 * rules of their own since, which then are the new "before".
 */
export function dataAfter(
  rules: readonly IngressRule[],
  ports: readonly number[],
  data: IngressData,
): IngressData {
  const open = rules.filter((rule) => isOpen(rule, ports));
  const earlier = findAdded(rules, data).length > 0 ? { ports: [], revoked: [] } : data;
  const names = new Set(open.map(nameOfRule));
  return {
    ports: [...new Set([...earlier.ports, ...ports])],
    revoked: [...earlier.revoked.filter((rule) => !names.has(nameOfRule(rule))), ...open],
    kept: rules.map(nameOfRule).filter((name) => !names.has(name)),
  };
}

/** The open rules of these ports as they were before us: what stands open, or what of it we revoked. */
export function openBefore(
  rules: readonly IngressRule[],
  ports: readonly number[],
  data: IngressData,
): IngressRule[] {
  const closed = !rules.some((rule) => isOpen(rule, ports));
  const { revoked } = closed ? data : dataAfter(rules, ports, data);
  return revoked
    .filter((rule) => isOpen(rule, ports))
    .toSorted((a, b) => (nameOfRule(a) < nameOfRule(b) ? -1 : 1));
}
