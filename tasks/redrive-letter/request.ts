import * as z from 'zod';

const id = z.string().min(1).max(64);

/** What the function is asked for, by the API and by `tourniquet dlq --account aws`. */
export const LetterRequest = z.union([
  z.object({ redrive: id, by: z.string().min(1) }),
  /** The beginning of the original: only this function reads what arrived. */
  z.object({ show: id }),
]);
export type LetterRequest = z.infer<typeof LetterRequest>;
