import { DeleteLoginProfileCommand } from '@aws-sdk/client-iam';
import { defineAction } from '../../action.ts';
import { orMissing } from '../no-such-entity.ts';
import { findPassword, PasswordData, planDeletion } from './plan.ts';
import { spec } from './spec.ts';

export const deleteLoginProfile = defineAction(spec, {
  data: PasswordData,
  plan: planDeletion,
  async apply({ parameters: { userName } }, { clients: { iam }, record }) {
    const setAt = await findPassword(iam, userName);
    if (setAt !== null) {
      await record({ deleted: setAt });
      await orMissing(iam.send(new DeleteLoginProfileCommand({ UserName: userName })));
    }
    return { userName };
  },
  async verify({ parameters: { userName } }, { clients: { iam } }) {
    const setAt = await findPassword(iam, userName);
    return setAt === null
      ? { verified: 'contained', reason: `${userName} has no console password` }
      : { verified: 'not', reason: `${userName} has a console password, set at ${setAt}` };
  },
});
