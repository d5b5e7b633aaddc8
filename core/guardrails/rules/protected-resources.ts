import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

export const protectedResources: Rule = {
  id: 'protected-resources',
  phases: ['apply'],
  check({ arns, names, target }, config) {
    const match =
      findMatch(config.protected.arns, arns) ?? findMatch(config.protected.names, [target.id, ...names]);
    return match
      ? `${match.text} matches '${match.pattern}' of guardrails.protected; a person must decide`
      : null;
  },
};
