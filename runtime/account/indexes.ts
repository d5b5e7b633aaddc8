import type { Kind, RecordKinds, Tag } from './records.ts';

type Keys<R> = Readonly<Record<string, (record: R) => readonly string[]>>;

const instanceOf = (record: { readonly attachment: { readonly instanceId: string } | null }) =>
  record.attachment ? [record.attachment.instanceId] : [];

/**
 * By what records are found without reading all of them: most names are those of EC2's filters. Kinds with
 * tags are also indexed by `tag:<key>`.
 */
const indexes: { readonly [K in Kind]?: Keys<RecordKinds[K]> } = {
  vpc: { 'is-default': (vpc) => [String(vpc.isDefault)] },
  instance: {
    'vpc-id': (instance) => [instance.vpcId],
    'iam-instance-profile.arn': (instance) => (instance.profile ? [instance.profile.arn] : []),
    association: (instance) => (instance.profile ? [instance.profile.associationId] : []),
  },
  'network-interface': {
    'vpc-id': (networkInterface) => [networkInterface.vpcId],
    'group-id': (networkInterface) => networkInterface.groups,
    'attachment.instance-id': instanceOf,
  },
  'security-group': {
    'vpc-id': (group) => [group.vpcId],
    'group-name': (group) => [group.groupName],
    'referenced-group': (group) =>
      [...group.ingress, ...group.egress].flatMap(({ peer }) => (peer.kind === 'group' ? [peer.value] : [])),
  },
  volume: { 'attachment.instance-id': instanceOf },
  snapshot: { 'volume-id': (snapshot) => [snapshot.volumeId] },
  'scaling-group': { 'instance-id': ({ members }) => members.map(({ instanceId }) => instanceId) },
  user: { attached: (user) => user.attached },
  role: { attached: (role) => role.attached },
  'access-key': { user: (key) => [key.userName] },
  'instance-profile': { role: (profile) => profile.roles },
  'hub-finding': { uid: (finding) => [finding.metadataUid] },
};

/** The entries of the index in which a record stands. */
export function indexEntries<K extends Kind>(kind: K, record: RecordKinds[K]): string[] {
  const entries: string[] = [];
  for (const [name, keys] of Object.entries<(record: RecordKinds[K]) => readonly string[]>(
    indexes[kind] ?? {},
  )) {
    for (const value of keys(record)) entries.push(indexEntry(name, value));
  }
  for (const { Key, Value } of tagsOf(record)) entries.push(indexEntry(`tag:${Key}`, Value));
  return entries;
}

export const indexEntry = (name: string, value: string): string => `${name}\n${value}`;

export const isIndexed = (kind: Kind, name: string): boolean =>
  name.startsWith('tag:') || Object.hasOwn(indexes[kind] ?? {}, name);

export const tagsOf = (record: RecordKinds[Kind]): readonly Tag[] => ('tags' in record ? record.tags : []);
