import type { Action } from '../action.ts';
import { deleteLoginProfile } from './delete-login-profile/index.ts';
import { disableAccessKey } from './disable-access-key/index.ts';
import { quarantineRole } from './quarantine-role/index.ts';
import { quarantineUser } from './quarantine-user/index.ts';
import { revokeRoleSessions } from './revoke-role-sessions/index.ts';

export const iamActions: readonly Action[] = [
  deleteLoginProfile,
  disableAccessKey,
  quarantineRole,
  quarantineUser,
  revokeRoleSessions,
];
