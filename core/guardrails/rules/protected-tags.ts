import { findMatch } from '../glob.ts';
import type { Rule } from '../rule.ts';

export const protectedTags: Rule = {
  id: 'protected-tags',
  phases: ['apply'],
  check({ tags, target }, config) {
    const pairs = tags.map(({ key, value }) => `${key}=${value}`);
    const match = findMatch(config.protected.tags, pairs);
    return match
      ? `${target.id} has the tag ${match.text}, which guardrails.protected.tags protects; a person must decide`
      : null;
  },
};
