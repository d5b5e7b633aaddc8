import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

export const allowedRegions: Rule = {
  id: 'allowed-regions',
  phases: ['apply', 'rollback', 'release'],
  check: ({ target }, { allowedRegions: allowed }) =>
    target.region === 'aws-global' || findMatch(allowed, [target.region])
      ? null
      : `region ${target.region} is not in guardrails.allowedRegions (${allowed.join(', ')}); ` +
        'add it there if Tourniquet may change it',
};
