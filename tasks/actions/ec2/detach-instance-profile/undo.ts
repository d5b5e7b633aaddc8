import { AssociateIamInstanceProfileCommand } from '@aws-sdk/client-ec2';
import { Busy } from '../../../../core/errors.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ChangeContext, UndoReport } from '../../action.ts';
import { whyNot } from '../../aws-errors.ts';
import { findLiving } from '../instances.ts';
import { findAssociation, type ProfileData } from './association.ts';

const left = (what: string, why: string): UndoReport => ({ undone: [], left: [{ what, why }] });

/** @throws Busy while EC2 is still taking the profile away. */
export async function undoDetaching(
  instanceId: string,
  { clients: { ec2 }, data }: ChangeContext<ProfileData>,
): Promise<UndoReport> {
  const profileArn = data().before?.profileArn ?? null;
  if (profileArn === null) return { undone: [], left: [] };
  if ((await findLiving(ec2, instanceId)) === null) return left(instanceId, 'somebody terminated it since');
  const association = await findAssociation(ec2, instanceId);
  if (association === null) return giveBack(ec2, instanceId, profileArn);
  if (association.leaving) {
    throw new Busy(`${association.profileArn} is still being detached; try again shortly`);
  }
  if (association.profileArn === profileArn) return { undone: [], left: [] };
  const why = `somebody gave it the profile ${association.profileArn} since; it had ${profileArn}`;
  return left(instanceId, why);
}

async function giveBack(ec2: Clients['ec2'], instanceId: string, profileArn: string): Promise<UndoReport> {
  const IamInstanceProfile = { Arn: profileArn };
  const failed = await whyNot(
    ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: instanceId, IamInstanceProfile })),
    'InvalidParameterValue',
  );
  return failed === null
    ? { undone: [`${instanceId} has its instance profile ${profileArn} back`], left: [] }
    : left(instanceId, `it cannot have ${profileArn} back: ${failed}`);
}
