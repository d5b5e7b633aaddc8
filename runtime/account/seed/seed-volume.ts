import type { Finding, ResourceOf } from '../../../core/finding.ts';
import { daysBefore, madeUpId, toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';

type Volume = ResourceOf<'ebs-volume'>;

/** A volume that hangs on no instance that we know. */
export function seedVolume(resource: Volume, seeder: Seeder): void {
  putVolume(resource, { sizeGib: 100, createdAt: daysBefore(seeder.finding.createdAt, 30) }, seeder);
}

/**
 * The disks of an instance: a root volume, and the volumes that the finding names if it names one instance
 * only, else one that is made up. @returns their ids, root first
 */
export function seedDisks(instanceId: string, createdAt: string, seeder: Seeder): string[] {
  const root: Volume = { kind: 'ebs-volume', volumeId: madeUpId('vol', instanceId, 'root') };
  const data: Volume = { kind: 'ebs-volume', volumeId: madeUpId('vol', instanceId, 'data') };
  const named = namedVolumes(seeder.finding).filter(({ volumeId }) => !seeder.has('volume', volumeId));
  const disks = [root, ...(named.length > 0 ? named : [data])];
  return disks.map((disk, index) => {
    const device = `/dev/xvd${String.fromCharCode('a'.charCodeAt(0) + index)}`;
    const sizeGib = index === 0 ? 8 : 100;
    putVolume(disk, { sizeGib, createdAt, attachment: { instanceId, device } }, seeder);
    return disk.volumeId;
  });
}

function namedVolumes({ resources }: Finding): Volume[] {
  const instances = resources.filter(({ kind }) => kind === 'ec2-instance');
  if (instances.length !== 1) return [];
  const named = resources.filter((resource) => resource.kind === 'ebs-volume');
  return [...new Map(named.map((volume) => [volume.volumeId, volume])).values()].slice(0, 20);
}

interface Disk {
  readonly sizeGib: number;
  readonly createdAt: string;
  readonly attachment?: { readonly instanceId: string; readonly device: string };
}

function putVolume({ volumeId, tags }: Volume, disk: Disk, seeder: Seeder): void {
  const { sizeGib, createdAt, attachment = null } = disk;
  seeder.putIfAbsent('volume', {
    volumeId,
    sizeGib,
    availabilityZone: `${seeder.place.region}a`,
    encrypted: true,
    createdAt,
    attachment,
    tags: toTagList(tags),
  });
}
