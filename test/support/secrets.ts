import type { Secrets } from '../../tasks/ask/invite.ts';

/** Links and codes that tests can name: `link-1` with `CODE0001`, and so on. */
export function createCountedSecrets(): Secrets {
  let links = 0;
  let codes = 0;
  return {
    newLink: () => `link-${++links}`,
    newCode: () => `CODE${String(++codes).padStart(4, '0')}`,
  };
}
