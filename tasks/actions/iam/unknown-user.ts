import type { Draft } from '../action.ts';
import { refused } from '../refused.ts';
import { isRootUser } from './root-user.ts';

/** For a user whom IAM does not know: the root user is none of its own. */
export function refuseUnknownUser(userName: string, account: string): Draft {
  if (isRootUser(userName)) {
    const reason =
      'the root user is no IAM user and obeys no policy of its account: sign in as root and change its ' +
      'password and keys, or use AssumeRoot from the management account';
    return refused('root-user', reason);
  }
  const reason = `there is no user ${userName} in account ${account}: it may be deleted, be elsewhere, or be a role's session`;
  return refused('target-gone', reason);
}
