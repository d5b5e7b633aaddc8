import * as z from 'zod';
import { DeadLetter } from '../records/dead-letters.ts';
import { PageQuery } from './paging.ts';

export const DeadLetterView = DeadLetter.meta({ id: 'DeadLetter' });
export type DeadLetterView = z.infer<typeof DeadLetterView>;

export const DeadLetterQuery = PageQuery.extend({ state: z.enum(['waiting', 'ended']).default('waiting') });
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;

/** The beginning of what came, safe to look at: see `showBytes`. */
export const Original = z.object({
  size: z.number().int(),
  as: z.enum(['text', 'hex']),
  shown: z.string(),
  length: z.number().int(),
});
export type Original = z.infer<typeof Original>;

/** Null: the original was not kept, or is gone. */
export const DeadLetterDetail = DeadLetter.extend({ original: Original.nullable() }).meta({
  id: 'DeadLetterDetail',
});
export type DeadLetterDetail = z.infer<typeof DeadLetterDetail>;

export const DropRequest = z.object({ reason: z.string().max(500).optional() }).meta({ id: 'DropRequest' });
export type DropRequest = z.infer<typeof DropRequest>;
