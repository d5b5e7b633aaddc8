import * as z from 'zod';

/** What the ledger keeps of a disabled key; null: not touched yet. */
export const KeyData = z.object({
  userName: z.string().nullable().default(null),
  priorStatus: z.string().nullable().default(null),
});
export type KeyData = z.infer<typeof KeyData>;
