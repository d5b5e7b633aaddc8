interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** All items of all pages, one page after another: each says where the next begins. */
export async function readPages<T>(
  read: (next: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let next: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop
    const page = await read(next);
    all.push(...page.items);
    ({ next } = page);
  } while (next !== undefined);
  return all;
}
