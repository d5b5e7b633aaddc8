import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { Busy, NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext, type UndoReport } from '../../action.ts';
import { whyNot } from '../../aws-errors.ts';
import { planRevoking, type Parameters } from './plan.ts';
import {
  dataAfter,
  findAdded,
  findGroup,
  IngressData,
  isOpen,
  nameOfRule,
  openBefore,
  rulesOf,
  toPermission,
} from './rules.ts';
import { spec } from './spec.ts';

type Change = ChangeContext<IngressData>;

/** @throws Busy when somebody changes the same rules at this moment: EC2 then revokes none. */
async function applyRevoking({ groupId, ports }: Parameters, { clients: { ec2 }, data, record }: Change) {
  const group = await findGroup(ec2, groupId);
  if (group === null) throw new NotFound(`${groupId} was deleted since it was planned; plan again`);
  const rules = rulesOf(group);
  const revoked = openBefore(rules, ports, data()).map(nameOfRule);
  const open = rules.filter((rule) => isOpen(rule, ports));
  if (open.length === 0) return { revoked };
  await record(dataAfter(rules, ports, data()));
  const IpPermissions = open.map(toPermission);
  const failed = await whyNot(
    ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions })),
    'InvalidPermission.NotFound',
  );
  if (failed !== null)
    throw new Busy(`the rules of ${groupId} are just being changed (${failed}); try again`);
  return { revoked };
}

async function verifyRevoking(
  { groupId, ports }: Parameters,
  { clients: { ec2 } }: ActionContext<IngressData>,
): Promise<VerifyReply> {
  const group = await findGroup(ec2, groupId);
  if (group === null) return { verified: 'contained', reason: `${groupId} does not exist any more` };
  const open = rulesOf(group).filter((rule) => isOpen(rule, ports));
  return open.length === 0
    ? {
        verified: 'contained',
        reason: `${groupId} opens none of the ports ${ports.join(', ')} to the internet`,
      }
    : { verified: 'not', reason: `${groupId} lets in ${open.map(nameOfRule).join(', ')}` };
}

/** Opens nothing again where somebody has since decided who may come in. */
async function undoRevoking(groupId: string, { clients: { ec2 }, data }: Change): Promise<UndoReport> {
  const recorded = data();
  const left = (why: string): UndoReport => ({ undone: [], left: [{ what: groupId, why }] });
  if (recorded.revoked.length === 0) return { undone: [], left: [] };
  const group = await findGroup(ec2, groupId);
  if (group === null) return left('somebody deleted the group since');
  const rules = rulesOf(group);
  const standing = new Set(rules.map(nameOfRule));
  const missing = recorded.revoked.filter((rule) => !standing.has(nameOfRule(rule)));
  if (missing.length === 0) return { undone: [], left: [] };
  const names = missing.map(nameOfRule).join(', ');
  const added = findAdded(rules, recorded);
  if (added.length > 0) {
    return left(`somebody let in ${added.map(nameOfRule).join(', ')} since, so ${names} stays revoked`);
  }
  const IpPermissions = missing.map(toPermission);
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions }));
  return {
    undone: [`${groupId} lets in ${names} again`],
    left: [],
    note: 'these ports are open to the whole internet again: narrow the rules to the networks of administrators',
  };
}

export const revokeOpenIngress = defineAction(spec, {
  data: IngressData,
  plan: planRevoking,
  apply: ({ parameters }, context) => applyRevoking(parameters, context),
  verify: ({ parameters }, context) => verifyRevoking(parameters, context),
  undo: ({ groupId }, context) => undoRevoking(groupId, context),
});
