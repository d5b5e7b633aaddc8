import type {
  CreatePolicyCommandInput,
  CreatePolicyCommandOutput,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  GetPolicyVersionCommandInput,
  GetPolicyVersionCommandOutput,
  Policy,
} from '@aws-sdk/client-iam';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { hexOf, partitionOf, reads, writes } from '../command.ts';
import type { PolicyRecord } from '../records.ts';
import { deleteConflict, entityAlreadyExists, need, noSuchEntity } from './iam-error.ts';
import { encodeDocument, readDocument } from './policy-documents.ts';

/** Policies that AWS itself keeps in every account. Their documents are not simulated. */
const awsManaged =
  /^arn:aws(-cn|-us-gov)?:iam::aws:policy\/(AdministratorAccess|PowerUserAccess|ReadOnlyAccess|SecurityAudit|AWSDenyAll|AmazonS3ReadOnlyAccess|AmazonS3FullAccess|AmazonEC2ReadOnlyAccess|AmazonEC2FullAccess|AmazonSSMManagedInstanceCore|CloudWatchAgentServerPolicy|service-role\/AWSLambdaBasicExecutionRole)$/;

/** True for a policy that can be attached to a user or a role. */
export const isManagedPolicy = (arn: string, context: ReadContext): boolean =>
  awsManaged.test(arn) || context.get('policy', arn) !== undefined;

function findPolicy(policyArn: string | undefined, context: ReadContext): PolicyRecord {
  const arn = need(policyArn, 'policyArn');
  const policy = context.get('policy', arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

const holdersOf = (arn: string, context: ReadContext) => [
  ...context.find('user', 'attached', arn),
  ...context.find('role', 'attached', arn),
];

function toPolicy(policy: PolicyRecord, context: ReadContext): Policy {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    ...(policy.description === '' ? {} : { Description: policy.description }),
    DefaultVersionId: 'v1',
    AttachmentCount: holdersOf(policy.arn, context).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
    Tags: policy.tags.map((tag) => ({ ...tag })),
  };
}

function createPolicy(input: CreatePolicyCommandInput, context: WriteContext) {
  const policyName = need(input.PolicyName, 'policyName');
  const path = input.Path ?? '/';
  const arn = `arn:${partitionOf(context.region)}:iam::${context.account}:policy${path}${policyName}`;
  if (context.get('policy', arn)) {
    throw entityAlreadyExists(
      `A policy called ${policyName} already exists. Duplicate names are not allowed.`,
    );
  }
  const policy: PolicyRecord = {
    policyName,
    policyId: `ANPA${hexOf(arn, String(context.now)).toUpperCase()}`,
    path,
    arn,
    description: input.Description ?? '',
    document: readDocument(input.PolicyDocument),
    createdAt: new Date(context.now).toISOString(),
    tags: (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })),
  };
  context.put('policy', policy);
  return { Policy: toPolicy(policy, context) };
}

function getPolicyVersion(input: GetPolicyVersionCommandInput, context: ReadContext) {
  const policy = findPolicy(input.PolicyArn, context);
  if (need(input.VersionId, 'versionId') !== 'v1') {
    throw noSuchEntity(
      `Policy ${policy.arn} version ${input.VersionId} does not exist or is not attachable.`,
    );
  }
  return {
    PolicyVersion: {
      VersionId: 'v1',
      IsDefaultVersion: true,
      Document: encodeDocument(policy.document),
      CreateDate: new Date(policy.createdAt),
    },
  };
}

function deletePolicy(input: DeletePolicyCommandInput, context: WriteContext) {
  const { arn } = findPolicy(input.PolicyArn, context);
  if (holdersOf(arn, context).length > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.');
  }
  context.remove('policy', arn);
  return {};
}

export const managedPolicyCommands: CommandTable = {
  CreatePolicy: writes<CreatePolicyCommandInput, CreatePolicyCommandOutput>(
    ['PolicyName', 'PolicyDocument', 'Path', 'Description', 'Tags'],
    createPolicy,
  ),
  GetPolicy: reads<GetPolicyCommandInput, GetPolicyCommandOutput>(['PolicyArn'], (input, context) => ({
    Policy: toPolicy(findPolicy(input.PolicyArn, context), context),
  })),
  GetPolicyVersion: reads<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>(
    ['PolicyArn', 'VersionId'],
    getPolicyVersion,
  ),
  DeletePolicy: writes<DeletePolicyCommandInput, DeletePolicyCommandOutput>(['PolicyArn'], deletePolicy),
};
