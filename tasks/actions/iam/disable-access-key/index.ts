import { UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { NotFound } from '../../../../core/errors.ts';
import { defineAction, type ChangeContext, type UndoReport } from '../../action.ts';
import { findKey } from './find-key.ts';
import { KeyData } from './key-data.ts';
import { planDisabling } from './plan.ts';
import { spec } from './spec.ts';

const advice =
  'AWS advises never to use a compromised key again: make a new one, then delete this one ' +
  '(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html)';

async function undoDisabling(accessKeyId: string, context: ChangeContext<KeyData>): Promise<UndoReport> {
  const { clients, data } = context;
  const { userName, priorStatus } = data();
  const key = await findKey(clients.iam, accessKeyId, userName ?? undefined);
  if (key === null) return { undone: [], left: [{ what: accessKeyId, why: 'somebody deleted the key' }] };
  if (priorStatus !== 'Active' || key.status === 'Active') return { undone: [], left: [] };
  await clients.iam.send(
    new UpdateAccessKeyCommand({ UserName: key.userName, AccessKeyId: accessKeyId, Status: 'Active' }),
  );
  return { undone: [`${accessKeyId} of ${key.userName} is active again`], left: [], note: advice };
}

export const disableAccessKey = defineAction(spec, {
  data: KeyData,
  plan: planDisabling,
  async apply({ parameters: { accessKeyId, userName } }, { clients, data, record }) {
    const key = await findKey(clients.iam, accessKeyId, userName);
    if (key === null) throw new NotFound(`nobody has the key ${accessKeyId} any more; plan again`);
    const found = { userName: key.userName };
    if (key.status !== 'Active') {
      await record({ ...found, priorStatus: data().priorStatus ?? key.status });
      return found;
    }
    await record({ ...found, priorStatus: key.status });
    await clients.iam.send(
      new UpdateAccessKeyCommand({ UserName: key.userName, AccessKeyId: accessKeyId, Status: 'Inactive' }),
    );
    return found;
  },
  async verify({ parameters: { accessKeyId, userName } }, { clients }) {
    const key = await findKey(clients.iam, accessKeyId, userName);
    if (key === null) return { verified: 'contained', reason: `${accessKeyId} does not exist any more` };
    return key.status === 'Active'
      ? { verified: 'not', reason: `${accessKeyId} is active` }
      : { verified: 'contained', reason: `${accessKeyId} is inactive` };
  },
  undo: ({ accessKeyId }, context) => undoDisabling(accessKeyId, context),
});
