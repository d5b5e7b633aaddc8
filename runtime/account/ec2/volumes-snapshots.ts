import type {
  CreateSnapshotCommandInput,
  CreateSnapshotCommandOutput,
  CreateSnapshotsCommandInput,
  CreateSnapshotsCommandOutput,
  DeleteSnapshotCommandInput,
  DeleteSnapshotCommandOutput,
  DescribeSnapshotsCommandInput,
  DescribeSnapshotsCommandOutput,
  DescribeVolumesCommandInput,
  DescribeVolumesCommandOutput,
  Volume,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { NotSimulated, reads, writes } from '../command.ts';
import type { SnapshotRecord, Tag, VolumeRecord } from '../records.ts';
import { getOne, paginate, select } from './describe.ts';
import { instances, snapshots, volumes } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { stateOfSnapshot } from './snapshot-state.ts';
import { mergeTags, tagsFor, toTags } from './tag-specifications.ts';

function describeVolumes(input: DescribeVolumesCommandInput, context: ReadContext) {
  const selection = { ids: input.VolumeIds, filters: input.Filters };
  const { items, NextToken } = paginate(select(volumes, selection, context), input);
  return { Volumes: items.map(toVolume), NextToken };
}

function toVolume(volume: VolumeRecord): Volume {
  const { volumeId, attachment, createdAt } = volume;
  return {
    VolumeId: volumeId,
    Size: volume.sizeGib,
    VolumeType: 'gp3',
    Encrypted: volume.encrypted,
    AvailabilityZone: volume.availabilityZone,
    CreateTime: new Date(createdAt),
    SnapshotId: '',
    State: attachment ? 'in-use' : 'available',
    Attachments: attachment
      ? [
          {
            VolumeId: volumeId,
            InstanceId: attachment.instanceId,
            Device: attachment.device,
            State: 'attached',
            AttachTime: new Date(createdAt),
          },
        ]
      : [],
    Tags: toTags(volume.tags),
  };
}

function createSnapshots(input: CreateSnapshotsCommandInput, context: WriteContext) {
  const { InstanceSpecification, Description = '', CopyTagsFromSource } = input;
  const { InstanceId, ExcludeBootVolume, ExcludeDataVolumeIds } = need(
    InstanceSpecification,
    'InstanceSpecification',
  );
  const [root, ...data] = getOne(instances, need(InstanceId, 'InstanceId'), context).volumes;
  const wanted = [
    ...(ExcludeBootVolume || root === undefined ? [] : [root]),
    ...data.filter((id) => !ExcludeDataVolumeIds?.includes(id)),
  ];
  if (wanted.length === 0) {
    throw ec2Error('InvalidParameterValue', `The instance '${InstanceId}' has no volumes to snapshot`);
  }
  const given = tagsFor('snapshot', input.TagSpecifications);
  const made = wanted.map((id) => {
    const volume = getOne(volumes, id, context);
    const copied =
      CopyTagsFromSource === 'volume' ? volume.tags.filter(({ Key }) => !Key.startsWith('aws:')) : [];
    return takeSnapshot(volume, Description, mergeTags(copied, given), context);
  });
  return { Snapshots: made.map((snapshot) => toSnapshot(snapshot, context)) };
}

function createSnapshot(input: CreateSnapshotCommandInput, context: WriteContext) {
  const volume = getOne(volumes, need(input.VolumeId, 'VolumeId'), context);
  const tags = tagsFor('snapshot', input.TagSpecifications);
  return toSnapshot(takeSnapshot(volume, input.Description ?? '', tags, context), context);
}

/** Snapshots are pending when the call returns, however short the time to complete is. */
function takeSnapshot(
  { volumeId, sizeGib, encrypted }: VolumeRecord,
  description: string,
  tags: readonly Tag[],
  context: WriteContext,
): SnapshotRecord {
  const snapshot: SnapshotRecord = {
    snapshotId: context.newId('snap'),
    volumeId,
    sizeGib,
    description,
    encrypted,
    startedAt: new Date(context.now).toISOString(),
    completesAt: new Date(context.now + context.snapshotMs).toISOString(),
    tags,
  };
  context.put('snapshot', snapshot);
  return snapshot;
}

function toSnapshot(snapshot: SnapshotRecord, context: ReadContext) {
  return {
    SnapshotId: snapshot.snapshotId,
    VolumeId: snapshot.volumeId,
    VolumeSize: snapshot.sizeGib,
    Description: snapshot.description,
    Encrypted: snapshot.encrypted,
    OwnerId: context.account,
    StartTime: new Date(snapshot.startedAt),
    State: 'pending' as const,
    Progress: '',
    Tags: toTags(snapshot.tags),
  };
}

function describeSnapshots(input: DescribeSnapshotsCommandInput, context: ReadContext) {
  const stranger = input.OwnerIds?.find((owner) => owner !== 'self' && owner !== context.account);
  if (stranger) {
    throw new NotSimulated(`the simulated account keeps its own snapshots only, not those of '${stranger}'`);
  }
  const selection = { ids: input.SnapshotIds, filters: input.Filters };
  const { items, NextToken } = paginate(select(snapshots, selection, context), input);
  const described = items.map((snapshot) => {
    const State = stateOfSnapshot(snapshot, context.now);
    const progress = State === 'completed' ? '100%' : '0%';
    return { ...toSnapshot(snapshot, context), State, Progress: progress, StorageTier: 'standard' as const };
  });
  return { Snapshots: described, NextToken };
}

function deleteSnapshot(input: DeleteSnapshotCommandInput, context: WriteContext) {
  const { snapshotId } = getOne(snapshots, need(input.SnapshotId, 'SnapshotId'), context);
  context.remove('snapshot', snapshotId);
  return {};
}

export const volumeSnapshotCommands: CommandTable = {
  DescribeVolumes: reads<DescribeVolumesCommandInput, DescribeVolumesCommandOutput>(
    ['VolumeIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    describeVolumes,
  ),
  CreateSnapshots: writes<CreateSnapshotsCommandInput, CreateSnapshotsCommandOutput>(
    ['InstanceSpecification', 'Description', 'CopyTagsFromSource', 'TagSpecifications', 'DryRun'],
    createSnapshots,
  ),
  CreateSnapshot: writes<CreateSnapshotCommandInput, CreateSnapshotCommandOutput>(
    ['VolumeId', 'Description', 'TagSpecifications', 'DryRun'],
    createSnapshot,
  ),
  DescribeSnapshots: reads<DescribeSnapshotsCommandInput, DescribeSnapshotsCommandOutput>(
    ['SnapshotIds', 'OwnerIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    describeSnapshots,
  ),
  DeleteSnapshot: writes<DeleteSnapshotCommandInput, DeleteSnapshotCommandOutput>(
    ['SnapshotId', 'DryRun'],
    deleteSnapshot,
  ),
};
