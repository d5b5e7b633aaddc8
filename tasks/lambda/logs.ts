import { createExaminer } from '../../core/ingest/create-examiner.ts';
import type { SeenRecords } from '../../core/ports/seen-records.ts';
import { createCounters } from '../../core/records/counters.ts';
import { createFloods } from '../../core/records/floods.ts';
import { createStagedRules } from '../../core/records/staged-rules.ts';
import { createDetect } from '../detect/index.ts';
import { createStage } from '../detect/stage.ts';
import { openCountryDatabase } from '../enrich/country-database.ts';
import { createIngest, type Ingest } from '../ingest/index.ts';
import { createReject, type Reject } from '../ingest/reject.ts';
import { createIngestAgain, type IngestAgain } from '../redrive-letter/ingest-again.ts';
import type { Reading } from '../ingest/read-batches.ts';
import { type OpenFeeds, openThreatLists } from './feeds.ts';
import { loadConfig, loadRules, pathOf } from './files.ts';
import { createMeter } from './meter.ts';
import { clock, digest, openExecutions, openLake, openRawStore, openStore } from './own.ts';

/**
 * Records are told apart where the lake is asked, by `event_id` and `raw`: a row of the table for each would cost more than
 * everything else together.
 */
const nothingSeen: SeenRecords = {
  has: async (records) => records.map(() => false),
  add: async () => undefined,
};

export interface OpenLogs extends Reading {
  readonly ingest: Ingest;
  readonly reject: Reject;
  readonly ingestAgain: IngestAgain;
  readonly lists: OpenFeeds;
}

/**
 * What takes log records in, whatever way they come to a function.
 * @param service the function, in its log
 */
export async function openLogs(service: string): Promise<OpenLogs> {
  const config = await loadConfig();
  const store = openStore();
  const [geo, lists, rules] = await Promise.all([
    openCountryDatabase(pathOf('country.mmdb')),
    openThreatLists(config, { service, kept: store.stores.feedStates }),
    loadRules(),
  ]);
  const examiner = createExaminer({
    rules,
    threats: lists.feeds.lists,
    geo,
    clock,
    digest,
    score: config.recordScore,
  });
  const parts = { ...store, raw: openRawStore(), executions: openExecutions(), clock, digest };
  const detect = createDetect({
    ...parts,
    counters: createCounters(parts),
    floods: createFloods(parts.table, clock, config.detections.findingsPerHour),
    stage: createStage({ ...parts, staged: createStagedRules(parts) }),
  });
  const keep = createReject(parts);
  const meter = createMeter();
  const reject: Reject = async (batch, refused, stage) => {
    await keep(batch, refused, stage);
    meter({ [stage === 'detect' ? 'ProcessingDeadLetters' : 'IngestionDeadLetters']: refused.length });
  };
  const ports = { examiner, detect, lake: openLake(), seen: nothingSeen };
  return {
    ingest: createIngest({ ...ports, reject }),
    reject,
    ingestAgain: createIngestAgain(ports),
    flowFormats: config.flowFormats,
    isHeader: (line) => examiner.open()(line).kind === 'header',
    lists,
  };
}
