import type { JournalEntry } from './journal.ts';
import type { ExecutionStore } from './store/execution-store.ts';

/** Where a page of events begins: after this event, which stands in this row of the journal or in one before it. */
export interface EventPlace {
  readonly row: number;
  readonly event: number;
}

export interface EventPage {
  readonly limit: number;
  /** From the newest to the oldest. */
  readonly reverse: boolean;
  /** Undefined for the first page. */
  readonly after: EventPlace | undefined;
}

/** One page of an execution's events, without its notes: reads the rows that hold them, and no others. */
export function readEvents(
  store: ExecutionStore,
  arn: string,
  { limit, reverse, after }: EventPage,
): { readonly events: readonly JournalEntry[]; readonly next: EventPlace | undefined } {
  const isWanted = ({ id }: JournalEntry): boolean =>
    id > 0 && (after === undefined || (reverse ? id < after.event : id > after.event));
  const events: JournalEntry[] = [];
  const first = after?.row ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
  for (const { row, entries } of store.journal(arn, { row: first, reverse })) {
    for (const entry of reverse ? entries.toReversed() : entries) {
      if (!isWanted(entry)) continue;
      const last = events.at(-1);
      if (last && events.length === limit) return { events, next: { row, event: last.id } };
      events.push(entry);
    }
  }
  return { events, next: undefined };
}
