import { createHash } from 'node:crypto';
import * as z from 'zod';

/** What people read. Findings say what they like, so it has a limit. */
export const text = z.string().min(1).max(4000);

/** The same words about the same thing are the same message: an id from what it says. */
export const hashOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
