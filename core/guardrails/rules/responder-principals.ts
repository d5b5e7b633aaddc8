import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

/** Never locks out who contains, nor who gets in when all else fails; nor the hosts that run as them. */
export const responderPrincipals: Rule = {
  id: 'responder-principals',
  phases: ['apply'],
  check({ arns }, config) {
    const match = findMatch(config.protected.principals, arns);
    return match
      ? `${match.text} matches '${match.pattern}' of guardrails.protected.principals: ` +
          'a responder or break-glass identity; a person must decide'
      : null;
  },
};
