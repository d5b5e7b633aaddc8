import { defineAction, type ChangeContext, type UndoReport } from '../../action.ts';
import { isAwsError } from '../../aws-errors.ts';
import {
  AccessBlockData,
  allBlocked,
  isAllBlocked,
  readBlock,
  sameBlock,
  writeBlock,
} from './access-block.ts';
import { planBlock } from './plan.ts';
import { spec } from './spec.ts';

async function undoBlock({
  clients: { s3 },
  target,
  data,
}: ChangeContext<AccessBlockData>): Promise<UndoReport> {
  const recorded = data().before;
  // An attempt that recorded nothing changed nothing: what stands there is somebody else's.
  if (recorded === null) return { undone: [], left: [] };
  const before = recorded.settings;
  const settings = await readBlock(s3, target);
  if (sameBlock(settings, before)) return { undone: [], left: [] };
  if (!isAllBlocked(settings)) {
    const why = 'somebody changed its public access block since';
    return { undone: [], left: [{ what: target.id, why }] };
  }
  await writeBlock(s3, target, before);
  return {
    undone: [
      `${target.id} has ${before === null ? 'no public access block, as before' : 'its settings back'}`,
    ],
    left: [],
    note: 'the bucket may be public again: look at its policy and ACL',
  };
}

export const blockPublicAccess = defineAction(spec, {
  data: AccessBlockData,
  plan: planBlock,
  async apply({ target }, { clients: { s3 }, data, record }) {
    const settings = await readBlock(s3, target);
    const blocked = isAllBlocked(settings);
    const known = data().before;
    await record({ before: blocked && known !== null ? known : { settings } });
    if (!blocked) await writeBlock(s3, target, allBlocked);
    return { bucket: target.id };
  },
  async verify({ target }, { clients: { s3 } }) {
    const settings = await readBlock(s3, target);
    if (isAllBlocked(settings)) return { verified: 'contained', reason: 'all four settings are on' };
    const off = Object.entries(settings ?? {}).flatMap(([name, on]) => (on ? [] : [name]));
    const partly = settings !== null && off.length < 4;
    return {
      verified: partly ? 'partial' : 'not',
      reason: partly ? `off: ${off.join(', ')}` : 'no setting is on',
    };
  },
  async undo(_parameters, context) {
    try {
      return await undoBlock(context);
    } catch (error) {
      if (!isAwsError(error, 'NoSuchBucket')) throw error;
      return { undone: [], left: [{ what: context.target.id, why: 'the bucket is gone' }] };
    }
  },
});
