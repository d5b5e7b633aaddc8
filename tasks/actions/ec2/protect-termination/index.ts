import { NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext, type UndoReport } from '../../action.ts';
import { findLiving } from '../instances.ts';
import { planProtection } from './plan.ts';
import {
  attributes,
  beforeOf,
  openOf,
  ProtectionData,
  readProtection,
  wanted,
  writeAttribute,
} from './protection.ts';
import { spec } from './spec.ts';

type Change = ChangeContext<ProtectionData>;

async function applyProtection(instanceId: string, { clients: { ec2 }, data, record }: Change) {
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    throw new NotFound(`${instanceId} was terminated since it was planned; plan again`);
  }
  const current = await readProtection(ec2, instanceId);
  const open = openOf(current);
  await record({ before: beforeOf(current, data()) });
  for (const attribute of open) {
    // oxlint-disable-next-line no-await-in-loop
    await writeAttribute(ec2, instanceId, attribute, wanted);
  }
  return { changed: open };
}

async function verifyProtection(
  instanceId: string,
  { clients: { ec2 } }: ActionContext<ProtectionData>,
): Promise<VerifyReply> {
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    return { verified: 'not', reason: `${instanceId} was terminated all the same` };
  }
  const open = openOf(await readProtection(ec2, instanceId));
  if (open.length === 0) return { verified: 'contained', reason: `${instanceId} is protected` };
  const verified = open.length < attributes.length ? 'partial' : 'not';
  return { verified, reason: `not as it should be: ${open.join(', ')}` };
}

/** What is no longer as we set it is what it was before, for each attribute has two values only. */
async function undoProtection(instanceId: string, { clients: { ec2 }, data }: Change): Promise<UndoReport> {
  const { before } = data();
  const ours = attributes.filter((name) => before[name] !== undefined && before[name] !== wanted[name]);
  if (ours.length === 0) return { undone: [], left: [] };
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    return { undone: [], left: [{ what: instanceId, why: 'somebody terminated it since' }] };
  }
  const current = await readProtection(ec2, instanceId);
  const values = beforeOf(current, data());
  const standing = ours.filter((attribute) => current[attribute] === wanted[attribute]);
  for (const attribute of standing) {
    // oxlint-disable-next-line no-await-in-loop
    await writeAttribute(ec2, instanceId, attribute, values);
  }
  const undone = standing.map((name) => `${name} of ${instanceId} is ${String(values[name])} again`);
  return { undone, left: [] };
}

export const protectTermination = defineAction(spec, {
  data: ProtectionData,
  plan: planProtection,
  apply: ({ parameters }, context) => applyProtection(parameters.instanceId, context),
  verify: ({ parameters }, context) => verifyProtection(parameters.instanceId, context),
  undo: ({ instanceId }, context) => undoProtection(instanceId, context),
});
