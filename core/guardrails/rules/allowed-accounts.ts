import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

export const allowedAccounts: Rule = {
  id: 'allowed-accounts',
  phases: ['apply', 'rollback', 'release'],
  check: ({ target }, { allowedAccounts: allowed }) =>
    findMatch(allowed, [target.account])
      ? null
      : `account ${target.account} is not in guardrails.allowedAccounts (${allowed.join(', ')}); ` +
        'add it there if Tourniquet may change it',
};
