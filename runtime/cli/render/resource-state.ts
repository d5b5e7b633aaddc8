import type { Finding, ResourceKind, ResourceOf } from '../../../core/finding.ts';
import type { AccountPicture } from '../../account/picture.ts';
import type { SecurityGroupRule } from '../../account/records.ts';

/** What containment changes of a resource, in words: one line a fact. */
export interface ResourceFact {
  readonly what: string;
  readonly state: string;
}

type Describer<K extends ResourceKind> = (
  resource: ResourceOf<K>,
  picture: AccountPicture,
) => readonly ResourceFact[];

const describers: { readonly [K in ResourceKind]?: Describer<K> } = {
  'ec2-instance': ({ instanceId }, picture) => describeInterfaces(instanceId, picture),
  'iam-access-key': (resource, picture) =>
    picture['access-key']
      .filter(({ accessKeyId }) => accessKeyId === resource.accessKeyId)
      .map(({ accessKeyId, status }) => ({ what: `access key ${accessKeyId}`, state: status })),
  'iam-role': (resource, picture) =>
    picture.role
      .filter(({ roleName }) => roleName === resource.roleName)
      .map(({ roleName, inline }) => ({
        what: `role ${roleName}, inline policies`,
        state: inline.map(({ name }) => name).join(', ') || 'none',
      })),
  'security-group': ({ groupId }, picture) =>
    picture['security-group']
      .filter((group) => group.groupId === groupId)
      .map(({ ingress }) => ({
        what: `security group ${groupId}, lets in`,
        state: ingress.map(nameOfRule).join(', ') || 'nobody',
      })),
  's3-bucket': (resource, picture) =>
    picture.bucket
      .filter(({ bucketName }) => bucketName === resource.bucketName)
      .map(({ bucketName, publicAccessBlock }) => ({
        what: `bucket ${bucketName}, public access`,
        state: publicAccessBlock === null ? 'not blocked' : describeBlock(publicAccessBlock),
      })),
};

/** The facts about the resources that a finding names, as the simulated account has them. */
export function describeResources(finding: Finding, picture: AccountPicture): readonly ResourceFact[] {
  return finding.resources.flatMap((resource) => {
    const describe = describers[resource.kind] as Describer<ResourceKind> | undefined;
    return describe?.(resource, picture) ?? [];
  });
}

function describeInterfaces(instanceId: string, picture: AccountPicture): readonly ResourceFact[] {
  const names = new Map(picture['security-group'].map(({ groupId, groupName }) => [groupId, groupName]));
  return picture['network-interface']
    .filter(({ attachment }) => attachment?.instanceId === instanceId)
    .map(({ networkInterfaceId, groups }) => ({
      what: `instance ${instanceId}, ${networkInterfaceId}, security groups`,
      state: groups.map((id) => names.get(id) ?? id).join(', '),
    }));
}

function nameOfRule({ protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const ports = fromPort === toPort ? `${fromPort ?? 'all ports'}` : `${fromPort}–${toPort}`;
  return `${peer.value} to ${ports}${protocol === '-1' ? '' : `/${protocol}`}`;
}

function describeBlock(block: object): string {
  const on = Object.values(block).filter(Boolean).length;
  return on === Object.keys(block).length ? 'blocked (all four settings)' : `${on} settings on`;
}
