import type {
  GetInstanceProfileCommandInput,
  GetInstanceProfileCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  InstanceProfile,
  ListInstanceProfilesForRoleCommandInput,
  ListInstanceProfilesForRoleCommandOutput,
  ListRoleTagsCommandInput,
  ListRoleTagsCommandOutput,
  Role,
} from '@aws-sdk/client-iam';
import type { CommandTable, ReadContext } from '../command.ts';
import { reads } from '../command.ts';
import type { InstanceProfileRecord, RoleRecord } from '../records.ts';
import { need, noSuchEntity } from './iam-error.ts';
import { paginate } from './pages.ts';
import { encodeDocument } from './policy-documents.ts';
import { findRole } from './principals.ts';

function toRole(role: RoleRecord): Role {
  return {
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    Path: role.path,
    Description: role.description,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    MaxSessionDuration: 3600,
  };
}

/** Only GetRole says the tags. */
function getRole(input: GetRoleCommandInput, context: ReadContext) {
  const role = findRole(input.RoleName, context);
  const tags = role.tags.length > 0 ? { Tags: role.tags.map((tag) => ({ ...tag })) } : {};
  return { Role: { ...toRole(role), ...tags } };
}

function listRoleTags(input: ListRoleTagsCommandInput, context: ReadContext) {
  const { items, page } = paginate(findRole(input.RoleName, context).tags, input);
  return { Tags: items.map((tag) => ({ ...tag })), ...page };
}

function toInstanceProfile(profile: InstanceProfileRecord, context: ReadContext): InstanceProfile {
  return {
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.profileId,
    Arn: profile.arn,
    Path: profile.path,
    CreateDate: new Date(profile.createdAt),
    Roles: profile.roles.flatMap((name) => {
      const role = context.get('role', name);
      return role ? [toRole(role)] : [];
    }),
  };
}

function getInstanceProfile(input: GetInstanceProfileCommandInput, context: ReadContext) {
  const name = need(input.InstanceProfileName, 'instanceProfileName');
  const profile = context.get('instance-profile', name);
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return { InstanceProfile: toInstanceProfile(profile, context) };
}

function listInstanceProfilesForRole(input: ListInstanceProfilesForRoleCommandInput, context: ReadContext) {
  const { roleName } = findRole(input.RoleName, context);
  const { items, page } = paginate(context.find('instance-profile', 'role', roleName), input);
  return { InstanceProfiles: items.map((profile) => toInstanceProfile(profile, context)), ...page };
}

export const roleCommands: CommandTable = {
  GetRole: reads<GetRoleCommandInput, GetRoleCommandOutput>(['RoleName'], getRole),
  ListRoleTags: reads<ListRoleTagsCommandInput, ListRoleTagsCommandOutput>(
    ['RoleName', 'Marker', 'MaxItems'],
    listRoleTags,
  ),
  GetInstanceProfile: reads<GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput>(
    ['InstanceProfileName'],
    getInstanceProfile,
  ),
  ListInstanceProfilesForRole: reads<
    ListInstanceProfilesForRoleCommandInput,
    ListInstanceProfilesForRoleCommandOutput
  >(['RoleName', 'Marker', 'MaxItems'], listInstanceProfilesForRole),
};
