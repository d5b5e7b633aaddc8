import * as z from 'zod';
import { Mode } from '../playbook/protocol.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachItem, readAll } from './record.ts';

/** What a run was given, kept before any of it is looked into: a run that dies has lost none of it. */
const InboxEntry = z.object({
  delivery: z.string(),
  label: z.string(),
  raw: z.string(),
});
type InboxEntry = z.infer<typeof InboxEntry>;

/** `mode`: the boldest that the run may be; whoever goes on with it must not be bolder. */
const UnfinishedRun = z.object({ id: z.string(), mode: Mode });
export type UnfinishedRun = z.infer<typeof UnfinishedRun>;

export interface Inbox {
  /** The run that was begun and not finished. */
  unfinished(): Promise<UnfinishedRun | null>;
  begin(run: UnfinishedRun): Promise<void>;
  finish(): Promise<void>;
  /** Safe to repeat. */
  add(run: string, entry: InboxEntry): Promise<void>;
  list(run: string): Promise<readonly InboxEntry[]>;
}

const current = { pk: 'INBOX', sk: 'CURRENT' };
const Current = z.object({ run: UnfinishedRun.nullable() });

export function createInbox(table: Table): Inbox {
  const entries = createRecords<InboxEntry, { run: string; delivery: string }>(table, {
    schema: InboxEntry,
    keyOf: ({ run, delivery }) => ({ pk: `INBOX#${run}`, sk: delivery }),
  });
  const set = async (run: UnfinishedRun | null): Promise<void> => {
    await table.put({ ...current, data: { run } }, 'always');
  };
  return {
    unfinished: async () => {
      const item = await table.get(current);
      return item === null ? null : Current.parse(item.data).run;
    },
    begin: set,
    finish: async () => await set(null),
    add: async (run, entry) => {
      await entries.create({ run, delivery: entry.delivery }, entry);
    },
    list: (run) => readAll(InboxEntry, eachItem(table, { pk: `INBOX#${run}` })),
  };
}
