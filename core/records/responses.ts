import * as z from 'zod';
import { Mode, PlaybookStatus } from '../playbook/protocol.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachItem, nestingOf, partitionOf, readAll, type Records } from './record.ts';

/** Which playbooks answer one revision of an incident. Chosen once: repeating the choice changes nothing. */
export const Response = z.object({
  revision: z.number().int(),
  playbooks: z.array(z.object({ id: z.string(), hash: z.string() })),
  /** The person who asked for it, and so does not approve it. Absent: a finding did. */
  requester: z.string().optional(),
});
export type Response = z.infer<typeof Response>;

/** One run of one playbook. */
const PlaybookRun = z.object({
  revision: z.number().int(),
  playbook: z.string(),
  /** See `Run`. */
  within: z.string().optional(),
  hash: z.string(),
  mode: Mode,
  execution: z.string(),
  status: z.union([z.literal('running'), PlaybookStatus]),
});
type PlaybookRun = z.infer<typeof PlaybookRun>;

interface ResponseId {
  readonly incident: string;
  readonly revision: number;
}

interface RunId extends ResponseId {
  readonly playbook: string;
  readonly within?: string | undefined;
}

export interface PlaybookRuns extends Records<PlaybookRun, RunId> {
  list(incident: string): Promise<readonly PlaybookRun[]>;
}

const order = (revision: number): string => String(revision).padStart(4, '0');

export function createResponses(table: Table): Records<Response, ResponseId> {
  return createRecords(table, {
    schema: Response,
    keyOf: ({ incident, revision }: ResponseId) => ({
      pk: partitionOf(incident),
      sk: `RESPONSE#${order(revision)}`,
    }),
  });
}

export function createPlaybookRuns(table: Table): PlaybookRuns {
  return {
    ...createRecords<PlaybookRun, RunId>(table, {
      schema: PlaybookRun,
      keyOf: (run) => ({
        pk: partitionOf(run.incident),
        sk: `RUN#${order(run.revision)}#${run.playbook}${nestingOf(run)}`,
      }),
    }),
    list: (incident) => readAll(PlaybookRun, eachItem(table, { pk: partitionOf(incident), prefix: 'RUN#' })),
  };
}
