import {
  DescribeNetworkInterfacesCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';
import { required } from '../../aws-errors.ts';

type Ec2 = Clients['ec2'];

export interface Interface {
  readonly id: string;
  readonly vpcId: string;
  /** In the order in which AWS tells them. */
  readonly groups: readonly string[];
}

/** What the ledger keeps of an isolation. */
export const IsolationData = z.object({
  /** The groups of each interface before it was first touched. */
  interfaces: z.record(z.string(), z.array(z.string())).default({}),
  /** By VPC, the ids of our two groups. */
  groups: z.record(z.string(), z.object({ isolation: z.string(), open: z.string().nullable() })).default({}),
  /** Interfaces that may stand in the open group. */
  exposed: z.array(z.string()).default([]),
});
export type IsolationData = z.infer<typeof IsolationData>;

/** All interfaces of the instance, by id. Up to a few dozen: they fit on one page. */
export const listInterfaces = (ec2: Ec2, instanceId: string): Promise<Interface[]> =>
  describe(ec2, { Name: 'attachment.instance-id', Values: [instanceId] });

/** Those that still exist. */
export const findInterfaces = (ec2: Ec2, ids: readonly string[]): Promise<Interface[]> =>
  ids.length === 0 ? Promise.resolve([]) : describe(ec2, { Name: 'network-interface-id', Values: [...ids] });

async function describe(ec2: Ec2, filter: Filter): Promise<Interface[]> {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [filter] }),
  );
  return NetworkInterfaces.map(({ NetworkInterfaceId, VpcId, Groups = [] }) => ({
    id: required(NetworkInterfaceId, 'NetworkInterfaceId'),
    vpcId: required(VpcId, 'VpcId'),
    groups: Groups.flatMap(({ GroupId }) => GroupId ?? []),
  })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Replaces all groups of an interface. */
export const setGroups = (ec2: Ec2, { id }: Pick<Interface, 'id'>, groups: readonly string[]) =>
  ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups: [...groups] }));

export const hasOnly = ({ groups }: Interface, group: string | null | undefined): boolean =>
  groups.length === 1 && groups[0] === group;

/** An entry by an id that came from outside. */
export const lookUp = <T>(record: Readonly<Record<string, T>>, id: string): T | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined;

/** True where we put the interface, in either step. */
export function isMoved(item: Interface, { groups }: IsolationData): boolean {
  const ours = lookUp(groups, item.vpcId);
  return ours !== undefined && (hasOnly(item, ours.isolation) || hasOnly(item, ours.open));
}

/** The groups of an interface as they were before we moved it. */
export function groupsBefore(item: Interface, data: IsolationData): readonly string[] {
  const recorded = lookUp(data.interfaces, item.id);
  return recorded && isMoved(item, data) ? recorded : item.groups;
}

export const vpcsOf = (interfaces: readonly Interface[]): string[] =>
  [...new Set(interfaces.map(({ vpcId }) => vpcId))].toSorted();
