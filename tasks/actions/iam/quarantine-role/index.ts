import { defineAction } from '../../action.ts';
import { applyQuarantine, QuarantineData, undoQuarantine, verifyQuarantine } from '../quarantine.ts';
import { planRoleQuarantine } from './plan.ts';
import { createRolePrincipal } from './role-principal.ts';
import { spec } from './spec.ts';

const note = 'sessions that have not expired since work again, stolen ones too: revoke them first';

export const quarantineRole = defineAction(spec, {
  data: QuarantineData,
  plan: planRoleQuarantine,
  apply: ({ parameters: { roleName } }, context) =>
    applyQuarantine(createRolePrincipal(context.clients.iam, roleName), context),
  verify: ({ parameters: { roleName } }, { clients }) =>
    verifyQuarantine(createRolePrincipal(clients.iam, roleName)),
  undo: ({ roleName }, context) =>
    undoQuarantine(createRolePrincipal(context.clients.iam, roleName), context, note),
});
