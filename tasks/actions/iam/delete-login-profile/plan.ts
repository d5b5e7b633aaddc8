import { GetLoginProfileCommand, GetUserCommand } from '@aws-sdk/client-iam';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { required } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { orMissing } from '../no-such-entity.ts';
import { refuseUnknownUser } from '../unknown-user.ts';

/** What the ledger keeps: when the password that we deleted was set; null: none was deleted yet. */
export const PasswordData = z.object({ deleted: z.string().nullable().default(null) });
export type PasswordData = z.infer<typeof PasswordData>;

const limits = [
  'It cannot be undone: the user needs a new password afterwards',
  'Console sessions that are open work on until they end, up to 12 hours: use iam.quarantine-user',
  'Access keys, and the console of whoever makes sign-in links with them, work on',
];

/** When the console password was set; null where the user has none, or there is no such user. */
export async function findPassword(iam: Clients['iam'], userName: string): Promise<string | null> {
  const found = await orMissing(iam.send(new GetLoginProfileCommand({ UserName: userName })));
  return found && required(found.LoginProfile?.CreateDate, 'LoginProfile.CreateDate').toISOString();
}

export async function planDeletion(
  { userName }: { readonly userName: string },
  { clients: { iam }, target, data }: ActionContext<PasswordData>,
): Promise<Draft> {
  const found = await orMissing(iam.send(new GetUserCommand({ UserName: userName })));
  if (found === null) return refuseUnknownUser(userName, target.account);
  const user = required(found.User, 'User');
  const facts = toFacts({ arns: [user.Arn], names: [userName], tags: user.Tags });
  const current = await findPassword(iam, userName);
  const setAt = current ?? data().deleted;
  if (setAt === null) return refused('nothing-to-do', `${userName} has no console password to delete`, facts);
  const used = user.PasswordLastUsed ? `last used at ${user.PasswordLastUsed.toISOString()}` : 'never used';
  return {
    calls: [{ service: 'iam', command: 'DeleteLoginProfile', input: { UserName: userName } }],
    before: { passwordSetAt: setAt },
    after: { passwordSetAt: null },
    blastRadius: {
      summary: `${userName} can no longer sign in with a password (${used}), and needs a new one afterwards`,
      affected: [],
      limits,
    },
    inPlace: current === null,
    facts,
  };
}
