import type { ExecutionEvent } from '../../../../core/api/executions.ts';
import type { Paged } from '../../../../core/api/paging.ts';

/** A history as far as it has been read. */
export interface History {
  readonly events: readonly ExecutionEvent[];
  /** Where the last page begins: asked for again, it also has what happened since. */
  readonly lastPage: { readonly cursor: string | null; readonly offset: number };
  /** Whether the server had no more at the time. */
  readonly complete: boolean;
}

/** Gets the page that begins at a cursor; null: the first. */
export type GetPage = (cursor: string | null) => Promise<Paged<ExecutionEvent>>;

/**
 * Reads a history on from where it was left, page after page until its end. Every page but the last is told as soon
 * as it is there: a history may have 25,000 events.
 */
export async function readOn(
  before: History | undefined,
  getPage: GetPage,
  tell: (history: History) => void,
): Promise<History> {
  let { cursor, offset } = before?.lastPage ?? { cursor: null, offset: 0 };
  let events = before?.events.slice(0, offset) ?? [];
  for (;;) {
    // Each page says where the next begins.
    // oxlint-disable-next-line no-await-in-loop
    const { items, next } = await getPage(cursor);
    events = events.concat(items);
    const history = { events, lastPage: { cursor, offset }, complete: next === null };
    if (next === null) return history;
    tell(history);
    cursor = next;
    offset = events.length;
  }
}
