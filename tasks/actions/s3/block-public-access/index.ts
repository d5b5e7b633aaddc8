import { defineAction } from '../../action.ts';
import { isAwsError } from '../../aws-errors.ts';
import { AccessBlockData, applyBlock, undoBlock, verifyBlock } from '../access-block.ts';
import { createBucketBlock } from './bucket-block.ts';
import { planBlock } from './plan.ts';
import { spec } from './spec.ts';

const note = 'the bucket may be public again: look at its policy and ACL';

export const blockPublicAccess = defineAction(spec, {
  data: AccessBlockData,
  plan: planBlock,
  apply: ({ target }, context) => applyBlock(createBucketBlock(context.clients.s3, target), context),
  verify: ({ target }, { clients: { s3 } }) => verifyBlock(createBucketBlock(s3, target)),
  async undo(_parameters, context) {
    const { clients, target } = context;
    try {
      return await undoBlock(createBucketBlock(clients.s3, target), context, note);
    } catch (error) {
      if (!isAwsError(error, 'NoSuchBucket')) throw error;
      return { undone: [], left: [{ what: target.id, why: 'the bucket is gone' }] };
    }
  },
});
