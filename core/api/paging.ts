import * as z from 'zod';

/** Where a page ends: handed back as it came. Opaque, and bounded as all input is. */
const Cursor = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\w+/=:.-]+$/, 'is not the `next` of a page');

/** How much of a list a request asks for. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: Cursor.optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** `next` is null on the last page. A page may be short, even empty, and not be the last: see `looked`. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable(),
    /** How many records were looked through for it: a filter looks through so many, and then gives what it has. */
    looked: z.number().int().optional(),
  });

/** One page of a list, as clients see it. */
export interface Paged<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly looked?: number | undefined;
}
