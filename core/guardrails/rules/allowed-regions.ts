import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

export const allowedRegions: Rule = {
  id: 'allowed-regions',
  phases: ['apply', 'rollback', 'release'],
  // By the action's scope: a finding may call its region whatever it likes, `aws-global` too.
  check: ({ action, target }, { allowedRegions: allowed }) =>
    action.scope === 'global' || findMatch(allowed, [target.region])
      ? null
      : `region ${target.region} is not in guardrails.allowedRegions (${allowed.join(', ')}); ` +
        'add it there if Tourniquet may change it',
};
