import type { Rule } from '../rule.ts';

/** The kill switch. A person may still release what is contained: that is what one pauses for. */
export const paused: Rule = {
  id: 'paused',
  phases: ['apply', 'rollback'],
  check: ({ control }) =>
    control?.paused
      ? `${control.by} paused all automatic changes at ${control.at} (${control.reason}); ` +
        "'tourniquet resume' lifts it"
      : null,
};
