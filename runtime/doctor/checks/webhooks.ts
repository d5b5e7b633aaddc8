import { type Check, failed, ok } from '../check.ts';

/** The secrets with which posts are signed are where the configuration says. None is posted to. */
export const webhooks: Check = {
  name: 'webhooks',
  at: 'home',
  run({ config, env }) {
    const configured = Object.entries(config.webhooks);
    const missing = configured.flatMap(([name, { secretFrom }]) => {
      const variable = secretFrom?.replace(/^env:/, '');
      if (variable === undefined || (env[variable] ?? '') !== '') return [];
      return [failed(`${name} is to be signed with ${variable}, which is not set`, `set ${variable}`)];
    });
    const fine = configured.length === 0 ? 'none are configured' : `${configured.length} in order`;
    return Promise.resolve(missing.length === 0 ? [ok(fine)] : missing);
  },
};
