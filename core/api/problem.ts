import * as z from 'zod';

/** An error as RFC 9457 has it: what, where and the remedy in `detail`, in one line. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    /** What exactly is wrong with a request, where there is more than one thing. */
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
