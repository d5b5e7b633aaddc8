import { defineAction } from '../../action.ts';
import { AccessBlockData, applyBlock, undoBlock, verifyBlock } from '../access-block.ts';
import { createAccountBlock } from './account-block.ts';
import { planAccountBlock } from './plan.ts';
import { spec } from './spec.ts';

const note = 'buckets of the account may be public again: look at their own blocks, policies and ACLs';

export const blockAccountPublicAccess = defineAction(spec, {
  data: AccessBlockData,
  plan: (_parameters, context) => planAccountBlock(context),
  apply: ({ target }, context) =>
    applyBlock(createAccountBlock(context.clients.s3control, target.id), context),
  verify: ({ target }, { clients }) => verifyBlock(createAccountBlock(clients.s3control, target.id)),
  undo: (_parameters, context) =>
    undoBlock(createAccountBlock(context.clients.s3control, context.target.id), context, note),
});
