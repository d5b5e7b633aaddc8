import * as z from 'zod';
import type { Table } from '../ports/table.ts';
import { parseOnce } from './record.ts';

/** The kill switch: while `paused`, nothing that is automatic changes an account. */
export const Control = z.object({
  paused: z.boolean(),
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
});
export type Control = z.infer<typeof Control>;

export interface Controls {
  /** Null: nobody ever used the switch, so it is off. */
  read(): Promise<Control | null>;
  /** The last one to turn it wins. */
  set(control: Control): Promise<void>;
}

const key = { pk: 'CONTROLS', sk: 'KILL-SWITCH' };

export function createControls(table: Table): Controls {
  const parse = parseOnce(Control);
  return {
    async read() {
      const item = await table.get(key);
      return item === null ? null : parse(item);
    },
    async set(control) {
      await table.put({ ...key, data: control }, 'always');
    },
  };
}
