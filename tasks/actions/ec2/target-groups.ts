import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type TargetGroup,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Instance } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import type { Clients } from '../../aws-clients.ts';
import { orNull } from '../aws-errors.ts';

type Elbv2 = Clients['elbv2'];

/** One registration of a target: the same one may be registered with several ports. */
export const TargetRef = z.object({
  group: z.string(),
  id: z.string(),
  port: z.number().int(),
  /** As it was registered: only targets outside of the group's VPC must name one. */
  zone: z.string().nullable(),
});
export type TargetRef = z.infer<typeof TargetRef>;

/** Of the targets that an instance is in one target group. */
export interface GroupTargets {
  readonly group: string;
  /** Without those that are being drained, which get no new requests. */
  readonly registered: readonly TargetRef[];
  readonly draining: readonly TargetRef[];
  /** Requests arrive at the instance, and no other target is healthy. */
  readonly isLast: boolean;
}

/** What an instance can be registered as: its id, and its private addresses. */
export function targetIdsOf({ InstanceId, NetworkInterfaces = [] }: Instance): ReadonlySet<string> {
  const addresses = NetworkInterfaces.flatMap(
    ({ PrivateIpAddress, PrivateIpAddresses = [], Ipv6Addresses = [] }) => [
      PrivateIpAddress,
      ...PrivateIpAddresses.map((item) => item.PrivateIpAddress),
      ...Ipv6Addresses.map((item) => item.Ipv6Address),
    ],
  );
  return new Set([InstanceId, ...addresses].filter((id) => id !== undefined));
}

const canHold = ({ TargetType, VpcId }: TargetGroup, vpcId: string | undefined): boolean =>
  (TargetType === 'instance' || TargetType === 'ip') && VpcId === vpcId;

/** The target groups of a VPC that instances can be in. ELB cannot be asked in which groups a target is. */
export async function listTargetGroups(elbv2: Elbv2, vpcId: string | undefined): Promise<string[]> {
  const found: string[] = [];
  let Marker: string | undefined;
  do {
    // Each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    const page = await elbv2.send(new DescribeTargetGroupsCommand({ PageSize: 400, Marker }));
    const usable = (page.TargetGroups ?? []).filter((group) => canHold(group, vpcId));
    found.push(...usable.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return found.toSorted();
}

/** Null where the group is gone. */
export async function readGroup(
  elbv2: Elbv2,
  group: string,
  ids: ReadonlySet<string>,
): Promise<GroupTargets | null> {
  const found = await orNull(
    elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: group })),
    'TargetGroupNotFoundException',
  );
  if (found === null) return null;
  const all = found.TargetHealthDescriptions ?? [];
  const own = all.filter(({ Target }) => ids.has(Target?.Id ?? ''));
  const others = all.filter(({ Target }) => !ids.has(Target?.Id ?? ''));
  const refs = (items: readonly TargetHealthDescription[]) =>
    items.flatMap((item) => toRef(group, item)).toSorted(byIdAndPort);
  return {
    group,
    registered: refs(own.filter((item) => !isDraining(item))),
    draining: refs(own.filter(isDraining)),
    isLast: own.some(isServing) && !others.some(({ TargetHealth }) => TargetHealth?.State === 'healthy'),
  };
}

const isDraining = ({ TargetHealth }: TargetHealthDescription): boolean =>
  TargetHealth?.State === 'draining' || TargetHealth?.State === 'unhealthy.draining';

/** `unused`: no load balancer sends anything to the group, or to the target's zone. */
const isServing = (item: TargetHealthDescription): boolean =>
  !isDraining(item) && item.TargetHealth?.State !== 'unused';

function toRef(group: string, { Target }: TargetHealthDescription): TargetRef[] {
  const { Id, Port, AvailabilityZone } = Target ?? {};
  return Id === undefined || Port === undefined
    ? []
    : [{ group, id: Id, port: Port, zone: AvailabilityZone ?? null }];
}

const byIdAndPort = (a: TargetRef, b: TargetRef): number =>
  a.id === b.id ? a.port - b.port : a.id < b.id ? -1 : 1;

export const sameTarget = (a: TargetRef, b: TargetRef): boolean =>
  a.group === b.group && a.id === b.id && a.port === b.port;

/** As RegisterTargets and DeregisterTargets take it. */
export const toTarget = ({ id, port, zone }: TargetRef) => ({
  Id: id,
  Port: port,
  ...(zone === null ? {} : { AvailabilityZone: zone }),
});
