import * as z from 'zod';

const time = z.iso.datetime().nullable();

/** How a threat list does, as whoever looked at it last saw it: what the dashboard and the doctor tell. */
export const FeedState = z.object({
  name: z.string(),
  /** Where it lies. */
  path: z.string(),
  /** Of what is used now; expired ones too. */
  entries: z.number().int(),
  /** Lines that could not be read. */
  badLines: z.number().int(),
  /** When the source got what is used now; null: nothing was read yet. */
  writtenAt: time,
  /** When that was read. */
  takenAt: time,
  /** When it was last looked at. */
  lookedAt: time,
  /** Why that did not do, in one line; null: it did. */
  problem: z.string().nullable(),
});
export type FeedState = z.infer<typeof FeedState>;
