import * as z from 'zod';

/** What the API asks the function of, which alone can reach the accounts. */
export const ReleaseRequest = z.strictObject({
  incident: z.string(),
  /** Who lets go of it; null: nobody, it is only tried. */
  by: z.string().nullable(),
  /** @default all that it holds */
  action: z.string().optional(),
});
export type ReleaseRequest = z.infer<typeof ReleaseRequest>;
