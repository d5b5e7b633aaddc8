import type { Lake } from '../../core/ports/lake.ts';
import type { SeenRecords } from '../../core/ports/seen-records.ts';
import type { Refused } from '../ingest/examine-batch.ts';
import { createIngest, type Ingest, type IngestPorts } from '../ingest/index.ts';

/**
 * @param isKept whether the records are in the lake already.
 * @param refused gets what was refused again, which is no new letter.
 */
export type IngestAgain = (isKept: boolean, refused: (again: readonly Refused[]) => void) => Ingest;

/** Ingestion of what is a dead letter already. */
export const createIngestAgain =
  (ports: Omit<IngestPorts, 'reject'>): IngestAgain =>
  (isKept, refused) =>
    createIngest({
      ...ports,
      ...(isKept ? { lake: noLake, seen: nothingSeen } : {}),
      reject: async (_, again) => refused(again),
    });

const noLake: Lake = { append: async () => undefined };
const nothingSeen: SeenRecords = { has: async (ids) => ids.map(() => false), add: async () => undefined };
