import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import type { TargetFacts } from '../../../../core/guardrails/facts.ts';
import type { Target } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { partitionOf } from '../../partition.ts';
import { factsOfInstance, findLiving } from '../instances.ts';

type Ec2 = Clients['ec2'];

export interface Tagged {
  readonly tags: readonly Tag[];
  readonly facts: TargetFacts;
}

type Reader = (ec2: Ec2, target: Target) => Promise<Tagged | null>;

/** `type` is the resource's in ARNs. */
function tell(
  { account, region, id }: Target,
  type: string,
  names: readonly string[],
  Tags: Tag[] = [],
): Tagged {
  const arn = `arn:${partitionOf(region)}:ec2:${region}:${account}:${type}/${id}`;
  return { tags: Tags, facts: toFacts({ arns: [arn], names, tags: Tags }) };
}

/** By the kind of target, as the spec tells it. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    'ec2-instance',
    async (ec2, target) => {
      const instance = await findLiving(ec2, target.id);
      return instance && { tags: instance.Tags ?? [], facts: factsOfInstance(target, instance) };
    },
  ],
  [
    'network-interface',
    async (ec2, target) => {
      const call = ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [target.id] }));
      const missing = ['InvalidNetworkInterfaceID.NotFound', 'InvalidNetworkInterfaceId.Malformed'];
      const [found] = (await orNull(call, ...missing))?.NetworkInterfaces ?? [];
      return found ? tell(target, 'network-interface', [], found.TagSet) : null;
    },
  ],
  [
    'security-group',
    async (ec2, target) => {
      const call = ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [target.id] }));
      const [found] =
        (await orNull(call, 'InvalidGroup.NotFound', 'InvalidGroupId.Malformed'))?.SecurityGroups ?? [];
      return found ? tell(target, 'security-group', [found.GroupName ?? ''], found.Tags) : null;
    },
  ],
  [
    'volume',
    async (ec2, target) => {
      const call = ec2.send(new DescribeVolumesCommand({ VolumeIds: [target.id] }));
      const [found] =
        (await orNull(call, 'InvalidVolume.NotFound', 'InvalidVolumeID.Malformed', 'InvalidParameterValue'))
          ?.Volumes ?? [];
      return found ? tell(target, 'volume', [], found.Tags) : null;
    },
  ],
  [
    'snapshot',
    async (ec2, target) => {
      const call = ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [target.id] }));
      const [found] =
        (
          await orNull(
            call,
            'InvalidSnapshot.NotFound',
            'InvalidSnapshotID.Malformed',
            'InvalidParameterValue',
          )
        )?.Snapshots ?? [];
      return found ? tell(target, 'snapshot', [], found.Tags) : null;
    },
  ],
]);

export const isTaggable = ({ kind }: Target): boolean => readers.has(kind);

/** The resource's tags, and what guardrails judge by; null where there is none, or it is terminated. */
export const readResource = async (ec2: Ec2, target: Target): Promise<Tagged | null> =>
  (await readers.get(target.kind)?.(ec2, target)) ?? null;

/** The tag's value; null where the resource does not have it. */
export const valueOf = ({ tags }: Tagged, key: string): string | null =>
  tags.find(({ Key }) => Key === key)?.Value ?? null;
