import { randomBytes, randomInt } from 'node:crypto';
import type { Secrets } from './invite.ts';

/** Crockford's base 32: no I, L, O or U, which people take for something else. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Node's cryptographic random source. A code has 40 bits, and five tries. */
export const createSecrets = (): Secrets => ({
  newLink: () => randomBytes(32).toString('base64url'),
  newCode: () => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join(''),
});
