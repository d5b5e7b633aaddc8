import { defineAction } from '../../action.ts';
import { applyQuarantine, QuarantineData, undoQuarantine, verifyQuarantine } from '../quarantine.ts';
import { planUserQuarantine } from './plan.ts';
import { spec } from './spec.ts';
import { createUserPrincipal } from './user-principal.ts';

const note = 'keys, password and temporary credentials of the user work again, stolen ones too';

export const quarantineUser = defineAction(spec, {
  data: QuarantineData,
  plan: planUserQuarantine,
  apply: ({ parameters: { userName } }, context) =>
    applyQuarantine(createUserPrincipal(context.clients.iam, userName), context),
  verify: ({ parameters: { userName } }, { clients }) =>
    verifyQuarantine(createUserPrincipal(clients.iam, userName)),
  undo: ({ userName }, context) =>
    undoQuarantine(createUserPrincipal(context.clients.iam, userName), context, note),
});
