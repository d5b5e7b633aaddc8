import type { Rule } from '../rule.ts';

/** Whoever may set tags may set this one: restrict it by policy where an intruder could hold such rights. */
export const optOutTag: Rule = {
  id: 'opt-out',
  phases: ['apply'],
  check({ tags, target }, config) {
    const tag = tags.find(({ key, value }) => key === config.optOutTag && value !== 'false');
    return tag
      ? `the owner of ${target.id} opted out of automatic response (tag ${tag.key}=${tag.value}); ask the owner`
      : null;
  },
};
