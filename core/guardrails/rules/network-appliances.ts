import type { Rule } from '../rule.ts';

export const networkAppliances: Rule = {
  id: 'network-appliances',
  phases: ['apply'],
  check: ({ action, target, traits }, config) =>
    config.protected.networkAppliances && action.impact !== 'safe' && traits.includes('forwards-traffic')
      ? `${target.id} forwards the traffic of other hosts (its source/destination check is off): ` +
        'containing it cuts them off too; a person must decide'
      : null,
};
