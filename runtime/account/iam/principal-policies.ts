import type {
  AttachRolePolicyCommandInput,
  AttachRolePolicyCommandOutput,
  AttachUserPolicyCommandInput,
  AttachUserPolicyCommandOutput,
  DeleteRolePolicyCommandInput,
  DeleteRolePolicyCommandOutput,
  DeleteUserPolicyCommandInput,
  DeleteUserPolicyCommandOutput,
  DetachRolePolicyCommandInput,
  DetachRolePolicyCommandOutput,
  DetachUserPolicyCommandInput,
  DetachUserPolicyCommandOutput,
  GetRolePolicyCommandInput,
  GetRolePolicyCommandOutput,
  GetUserPolicyCommandInput,
  GetUserPolicyCommandOutput,
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput,
  ListAttachedUserPoliciesCommandInput,
  ListAttachedUserPoliciesCommandOutput,
  ListRolePoliciesCommandInput,
  ListRolePoliciesCommandOutput,
  ListUserPoliciesCommandInput,
  ListUserPoliciesCommandOutput,
  PutRolePolicyCommandInput,
  PutRolePolicyCommandOutput,
  PutUserPolicyCommandInput,
  PutUserPolicyCommandOutput,
} from '@aws-sdk/client-iam';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { InlinePolicy } from '../records.ts';
import { need, noSuchEntity } from './iam-error.ts';
import { paginate } from './pages.ts';
import { encodeDocument, readDocument } from './policy-documents.ts';
import type { PrincipalKind } from './principals.ts';
import {
  checkModifiable,
  findPrincipal,
  roleKind,
  userKind,
  withAttached,
  withInline,
} from './principals.ts';

/** What the calls on users and on roles have in common. */
interface Input {
  readonly UserName?: string | undefined;
  readonly RoleName?: string | undefined;
  readonly PolicyName?: string | undefined;
  readonly PolicyDocument?: string | undefined;
  readonly PolicyArn?: string | undefined;
  readonly PathPrefix?: string | undefined;
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

const nameIn = (input: Input) => input.UserName ?? input.RoleName;

function findInline(principal: PrincipalKind, input: Input, context: ReadContext): InlinePolicy {
  const { inline } = findPrincipal(principal, nameIn(input), context);
  const wanted = need(input.PolicyName, 'policyName');
  const found = inline.find(({ name }) => name === wanted);
  if (!found) throw noSuchEntity(`The ${principal.label} policy with name ${wanted} cannot be found.`);
  return found;
}

const getInline = (principal: PrincipalKind) => (input: Input, context: ReadContext) => {
  const { name, document } = findInline(principal, input, context);
  return { PolicyName: name, PolicyDocument: encodeDocument(document) };
};

const listInline = (principal: PrincipalKind) => (input: Input, context: ReadContext) => {
  const { inline } = findPrincipal(principal, nameIn(input), context);
  const names = inline.map(({ name }) => name).toSorted();
  const { items, page } = paginate(names, input);
  return { PolicyNames: items, ...page };
};

const putInline = (principal: PrincipalKind) => (input: Input, context: WriteContext) => {
  const record = findPrincipal(principal, nameIn(input), context);
  checkModifiable(record);
  const added = { name: need(input.PolicyName, 'policyName'), document: readDocument(input.PolicyDocument) };
  const changed = { ...record, inline: withInline(principal, record.inline, added) };
  context.put<'user' | 'role'>(principal.kind, changed);
  return {};
};

const deleteInline = (principal: PrincipalKind) => (input: Input, context: WriteContext) => {
  const record = findPrincipal(principal, nameIn(input), context);
  checkModifiable(record);
  const gone = findInline(principal, input, context);
  const changed = { ...record, inline: record.inline.filter((policy) => policy !== gone) };
  context.put<'user' | 'role'>(principal.kind, changed);
  return {};
};

const listAttached = (principal: PrincipalKind) => (input: Input, context: ReadContext) => {
  const { attached } = findPrincipal(principal, nameIn(input), context);
  const { items, page } = paginate(attached, input);
  return {
    AttachedPolicies: items.map((arn) => ({ PolicyName: arn.split('/').at(-1), PolicyArn: arn })),
    ...page,
  };
};

const attach = (principal: PrincipalKind) => (input: Input, context: WriteContext) => {
  const record = findPrincipal(principal, nameIn(input), context);
  checkModifiable(record);
  const attached = withAttached(principal, record.attached, input.PolicyArn, context);
  context.put<'user' | 'role'>(principal.kind, { ...record, attached });
  return {};
};

const detach = (principal: PrincipalKind) => (input: Input, context: WriteContext) => {
  const record = findPrincipal(principal, nameIn(input), context);
  checkModifiable(record);
  const arn = need(input.PolicyArn, 'policyArn');
  if (!record.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  const attached = record.attached.filter((other) => other !== arn);
  context.put<'user' | 'role'>(principal.kind, { ...record, attached });
  return {};
};

const withUser = (handler: ReturnType<typeof getInline>) => (input: Input, context: ReadContext) => ({
  UserName: input.UserName,
  ...handler(input, context),
});
const withRole = (handler: ReturnType<typeof getInline>) => (input: Input, context: ReadContext) => ({
  RoleName: input.RoleName,
  ...handler(input, context),
});

const userPolicyCommands: CommandTable = {
  GetUserPolicy: reads<GetUserPolicyCommandInput, GetUserPolicyCommandOutput>(
    ['UserName', 'PolicyName'],
    withUser(getInline(userKind)),
  ),
  ListUserPolicies: reads<ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput>(
    ['UserName', 'Marker', 'MaxItems'],
    listInline(userKind),
  ),
  PutUserPolicy: writes<PutUserPolicyCommandInput, PutUserPolicyCommandOutput>(
    ['UserName', 'PolicyName', 'PolicyDocument'],
    putInline(userKind),
  ),
  DeleteUserPolicy: writes<DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput>(
    ['UserName', 'PolicyName'],
    deleteInline(userKind),
  ),
  ListAttachedUserPolicies: reads<
    ListAttachedUserPoliciesCommandInput,
    ListAttachedUserPoliciesCommandOutput
  >(['UserName', 'Marker', 'MaxItems'], listAttached(userKind)),
  AttachUserPolicy: writes<AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput>(
    ['UserName', 'PolicyArn'],
    attach(userKind),
  ),
  DetachUserPolicy: writes<DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput>(
    ['UserName', 'PolicyArn'],
    detach(userKind),
  ),
};

const rolePolicyCommands: CommandTable = {
  GetRolePolicy: reads<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>(
    ['RoleName', 'PolicyName'],
    withRole(getInline(roleKind)),
  ),
  ListRolePolicies: reads<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>(
    ['RoleName', 'Marker', 'MaxItems'],
    listInline(roleKind),
  ),
  PutRolePolicy: writes<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>(
    ['RoleName', 'PolicyName', 'PolicyDocument'],
    putInline(roleKind),
  ),
  DeleteRolePolicy: writes<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>(
    ['RoleName', 'PolicyName'],
    deleteInline(roleKind),
  ),
  ListAttachedRolePolicies: reads<
    ListAttachedRolePoliciesCommandInput,
    ListAttachedRolePoliciesCommandOutput
  >(['RoleName', 'Marker', 'MaxItems'], listAttached(roleKind)),
  AttachRolePolicy: writes<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>(
    ['RoleName', 'PolicyArn'],
    attach(roleKind),
  ),
  DetachRolePolicy: writes<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>(
    ['RoleName', 'PolicyArn'],
    detach(roleKind),
  ),
};

export const principalPolicyCommands: CommandTable = { ...userPolicyCommands, ...rolePolicyCommands };
