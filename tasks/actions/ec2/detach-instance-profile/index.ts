import { DisassociateIamInstanceProfileCommand } from '@aws-sdk/client-ec2';
import { NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext } from '../../action.ts';
import { orNull } from '../../aws-errors.ts';
import { findLiving } from '../instances.ts';
import { findAssociation, ProfileData, profileOf } from './association.ts';
import { planDetaching } from './plan.ts';
import { spec } from './spec.ts';
import { undoDetaching } from './undo.ts';

async function applyDetaching(
  instanceId: string,
  { clients: { ec2 }, data, record }: ChangeContext<ProfileData>,
) {
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    throw new NotFound(`${instanceId} was terminated since it was planned; plan again`);
  }
  const association = await findAssociation(ec2, instanceId);
  const profileArn = profileOf(association);
  const before = profileArn ?? data().before?.profileArn ?? null;
  await record({ before: { profileArn: before } });
  if (association !== null && profileArn !== null) {
    const detach = new DisassociateIamInstanceProfileCommand({ AssociationId: association.id });
    await orNull(ec2.send(detach), 'InvalidAssociationID.NotFound');
  }
  return { profileArn: before };
}

async function verifyDetaching(
  instanceId: string,
  { clients: { ec2 } }: ActionContext<ProfileData>,
): Promise<VerifyReply> {
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    return { verified: 'contained', reason: `${instanceId} is terminated` };
  }
  const association = await findAssociation(ec2, instanceId);
  if (association === null) return { verified: 'contained', reason: `${instanceId} has no instance profile` };
  const { leaving, profileArn } = association;
  return leaving
    ? { verified: 'pending', reason: `${profileArn} is being detached`, retryAfter: 5 }
    : { verified: 'not', reason: `${instanceId} has the instance profile ${profileArn}` };
}

export const detachInstanceProfile = defineAction(spec, {
  data: ProfileData,
  plan: planDetaching,
  apply: ({ parameters }, context) => applyDetaching(parameters.instanceId, context),
  verify: ({ parameters }, context) => verifyDetaching(parameters.instanceId, context),
  undo: ({ instanceId }, context) => undoDetaching(instanceId, context),
});
