import * as z from 'zod';

/** What is answered to a log writer: nothing that the request does not say already. */
export const TakenLogs = z
  .object({
    /** In the lake. */
    accepted: z.number().int(),
    /** Kept as dead letters. */
    rejected: z.number().int(),
    /** Why, of the first of them; `record` counts from 0. */
    reasons: z.array(z.object({ record: z.number().int(), reason: z.string() })),
  })
  .meta({ id: 'TakenLogs' });
export type TakenLogs = z.infer<typeof TakenLogs>;
