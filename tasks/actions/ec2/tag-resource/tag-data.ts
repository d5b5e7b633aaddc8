import * as z from 'zod';

const TagEntry = z.object({
  key: z.string(),
  /** Null: the resource did not have the tag. */
  before: z.string().nullable(),
  /** Every value that we gave it, whichever incident asked. */
  written: z.array(z.string()),
});
export type TagEntry = z.infer<typeof TagEntry>;

/** What the ledger keeps, for each key: one resource may carry tags of several incidents. */
export const TagData = z.object({ tags: z.array(TagEntry).default([]) });
export type TagData = z.infer<typeof TagData>;

/** The entry of a key where what stands was written by us. */
export const findOurs = ({ tags }: TagData, key: string, current: string | null): TagEntry | undefined =>
  tags.find((entry) => entry.key === key && current !== null && entry.written.includes(current));

/** With the value that is about to be written. What a person set since counts as the new before. */
export function withWritten(data: TagData, key: string, current: string | null, value: string): TagEntry[] {
  const ours = findOurs(data, key, current);
  const entry = {
    key,
    before: ours ? ours.before : current,
    written: [...new Set([...(ours?.written ?? []), value])],
  };
  return [...data.tags.filter((other) => other.key !== key), entry];
}
