import type {
  AssociateIamInstanceProfileCommandInput,
  AssociateIamInstanceProfileCommandOutput,
  DescribeIamInstanceProfileAssociationsCommandInput,
  DescribeIamInstanceProfileAssociationsCommandOutput,
  DisassociateIamInstanceProfileCommandInput,
  DisassociateIamInstanceProfileCommandOutput,
  IamInstanceProfileAssociation,
  IamInstanceProfileAssociationState,
  IamInstanceProfileSpecification,
  ReplaceIamInstanceProfileAssociationCommandInput,
  ReplaceIamInstanceProfileAssociationCommandOutput,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { NotSimulated, reads, writes } from '../command.ts';
import type { InstanceRecord, ProfileAssociation } from '../records.ts';
import { getOne, paginate } from './describe.ts';
import { instances } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';

function toAssociation(
  instanceId: string,
  profile: ProfileAssociation,
  state: IamInstanceProfileAssociationState,
): IamInstanceProfileAssociation {
  return {
    AssociationId: profile.associationId,
    InstanceId: instanceId,
    IamInstanceProfile: { Arn: profile.arn, Id: profile.profileId },
    State: state,
  };
}

function describeAssociations(
  input: DescribeIamInstanceProfileAssociationsCommandInput,
  context: ReadContext,
) {
  let found = associatedInstances(input, context);
  for (const { Name, Values = [] } of input.Filters ?? []) {
    if (Name === 'instance-id') found = found.filter(({ instanceId }) => Values.includes(instanceId));
    else if (Name === 'state') found = Values.includes('associated') ? found : [];
    else {
      throw new NotSimulated(
        `the simulated account knows no filter '${Name}' of associations; it knows: instance-id, state`,
      );
    }
  }
  const { items, NextToken } = paginate(found, input);
  return {
    IamInstanceProfileAssociations: items.flatMap(({ instanceId, profile }) =>
      profile ? [toAssociation(instanceId, profile, 'associated')] : [],
    ),
    NextToken,
  };
}

/** Instances that have a profile: those that ids or filters name, where they name any. */
function associatedInstances(
  { AssociationIds, Filters }: DescribeIamInstanceProfileAssociationsCommandInput,
  context: ReadContext,
): InstanceRecord[] {
  if (AssociationIds) return AssociationIds.map((id) => instanceOfAssociation(id, context));
  const ids = Filters?.find(({ Name }) => Name === 'instance-id')?.Values;
  const all = ids
    ? ids.flatMap((id) => context.get('instance', id) ?? [])
    : Array.from(context.list('instance'));
  return all.filter(({ profile }) => profile !== null);
}

function instanceOfAssociation(associationId: string, context: ReadContext): InstanceRecord {
  const [instance] = context.find('instance', 'association', associationId);
  if (!instance) {
    throw ec2Error(
      'InvalidAssociationID.NotFound',
      `An invalid association-id of '${associationId}' was given`,
    );
  }
  return instance;
}

function associate(input: AssociateIamInstanceProfileCommandInput, context: WriteContext) {
  const instance = getOne(instances, need(input.InstanceId, 'InstanceId'), context);
  if (instance.profile) {
    throw ec2Error('IncorrectState', `There is an existing association for instance ${instance.instanceId}`);
  }
  return give(instance, need(input.IamInstanceProfile, 'IamInstanceProfile'), context);
}

/** The new association has a new id. */
function replace(input: ReplaceIamInstanceProfileAssociationCommandInput, context: WriteContext) {
  const instance = instanceOfAssociation(need(input.AssociationId, 'AssociationId'), context);
  if (instance.state !== 'running') {
    throw ec2Error('IncorrectState', `The association ${input.AssociationId} is not the active association`);
  }
  return give(instance, need(input.IamInstanceProfile, 'IamInstanceProfile'), context);
}

function give(instance: InstanceRecord, wanted: IamInstanceProfileSpecification, context: WriteContext) {
  const name = wanted.Name ?? need(wanted.Arn, 'IamInstanceProfile.Name').split('/').at(-1) ?? '';
  const found = context.get('instance-profile', name);
  if (!found || (wanted.Arn !== undefined && wanted.Arn !== found.arn)) {
    throw ec2Error(
      'InvalidParameterValue',
      `Value (${wanted.Arn ?? name}) for parameter iamInstanceProfile.${wanted.Arn ? 'arn' : 'name'} is invalid. Invalid IAM Instance Profile ${wanted.Arn ? 'ARN' : 'name'}`,
    );
  }
  const profile: ProfileAssociation = {
    associationId: context.newId('iip-assoc'),
    arn: found.arn,
    profileId: found.profileId,
    since: new Date(context.now).toISOString(),
  };
  context.put('instance', { ...instance, profile });
  return { IamInstanceProfileAssociation: toAssociation(instance.instanceId, profile, 'associating') };
}

function disassociate(input: DisassociateIamInstanceProfileCommandInput, context: WriteContext) {
  const instance = instanceOfAssociation(need(input.AssociationId, 'AssociationId'), context);
  context.put('instance', { ...instance, profile: null });
  return {
    IamInstanceProfileAssociation: instance.profile
      ? toAssociation(instance.instanceId, instance.profile, 'disassociating')
      : undefined,
  };
}

export const instanceProfileCommands: CommandTable = {
  DescribeIamInstanceProfileAssociations: reads<
    DescribeIamInstanceProfileAssociationsCommandInput,
    DescribeIamInstanceProfileAssociationsCommandOutput
  >(['AssociationIds', 'Filters', 'MaxResults', 'NextToken'], describeAssociations),
  AssociateIamInstanceProfile: writes<
    AssociateIamInstanceProfileCommandInput,
    AssociateIamInstanceProfileCommandOutput
  >(['InstanceId', 'IamInstanceProfile'], associate),
  ReplaceIamInstanceProfileAssociation: writes<
    ReplaceIamInstanceProfileAssociationCommandInput,
    ReplaceIamInstanceProfileAssociationCommandOutput
  >(['AssociationId', 'IamInstanceProfile'], replace),
  DisassociateIamInstanceProfile: writes<
    DisassociateIamInstanceProfileCommandInput,
    DisassociateIamInstanceProfileCommandOutput
  >(['AssociationId'], disassociate),
};
