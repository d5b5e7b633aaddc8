import {
  CreateSnapshotsCommand,
  DescribeSnapshotsCommand,
  type CreateSnapshotsCommandInput,
  type Instance,
  type Snapshot,
} from '@aws-sdk/client-ec2';
import type { Clients } from '../../../aws-clients.ts';

type Ec2 = Clients['ec2'];

const incidentTag = 'tourniquet:incident';
const instanceTag = 'tourniquet:instance';

/** The call that takes the evidence of one instance for one incident: its tags are how it is found again. */
export const snapshotRequest = (instanceId: string, incident: string) =>
  ({
    InstanceSpecification: { InstanceId: instanceId, ExcludeBootVolume: false },
    CopyTagsFromSource: 'volume',
    Description: `Tourniquet: evidence of ${instanceId} for ${incident}`,
    TagSpecifications: [
      {
        ResourceType: 'snapshot',
        Tags: [
          { Key: incidentTag, Value: incident },
          { Key: instanceTag, Value: instanceId },
        ],
      },
    ],
  }) satisfies CreateSnapshotsCommandInput;

/** The evidence that was taken of the instance for the incident already. */
export async function findEvidence(ec2: Ec2, instanceId: string, incident: string): Promise<Snapshot[]> {
  const { Snapshots = [] } = await ec2.send(
    new DescribeSnapshotsCommand({
      OwnerIds: ['self'],
      Filters: [
        { Name: `tag:${incidentTag}`, Values: [incident] },
        { Name: `tag:${instanceTag}`, Values: [instanceId] },
      ],
    }),
  );
  return Snapshots;
}

/** All volumes at one moment. */
export async function takeEvidence(ec2: Ec2, instanceId: string, incident: string): Promise<string[]> {
  const { Snapshots = [] } = await ec2.send(
    new CreateSnapshotsCommand(snapshotRequest(instanceId, incident)),
  );
  return idsOf(Snapshots);
}

export const idsOf = (snapshots: readonly { SnapshotId?: string | undefined }[]): string[] =>
  snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []).toSorted();

export const volumesOf = ({ BlockDeviceMappings = [] }: Instance): string[] =>
  BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []).toSorted();
