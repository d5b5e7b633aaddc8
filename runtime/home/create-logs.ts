import type { Rule } from '../../core/detect/rule.ts';
import { createExaminer } from '../../core/ingest/create-examiner.ts';
import type { Examiner } from '../../core/ingest/examiner.ts';
import type { Lake } from '../../core/ports/lake.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { Table } from '../../core/ports/table.ts';
import { createCounters } from '../../core/records/counters.ts';
import { createIngestKeys } from '../../core/records/ingest-keys.ts';
import { createFloods } from '../../core/records/floods.ts';
import { createStagedRules } from '../../core/records/staged-rules.ts';
import { createDetect } from '../../tasks/detect/index.ts';
import { createStage } from '../../tasks/detect/stage.ts';
import { createIngest } from '../../tasks/ingest/index.ts';
import type { Reading } from '../../tasks/ingest/read-batches.ts';
import { createReject } from '../../tasks/ingest/reject.ts';
import { createTakeRequest } from '../../tasks/ingest/take-request.ts';
import type { Arrival, Intake } from '../../tasks/intake/index.ts';
import { createRedriveLetter } from '../../tasks/redrive-letter/index.ts';
import { createIngestAgain } from '../../tasks/redrive-letter/ingest-again.ts';
import { createRedriveWanted } from '../../tasks/redrive-letter/redrive-wanted.ts';
import type { TriagePorts } from '../../tasks/start-triage.ts';
import { createSqliteSeen } from '../store/sqlite-seen.ts';
import type { Database } from '../store/database.ts';
import type { Home, HomeSetting } from './home.ts';

export interface LogParts extends TriagePorts {
  readonly database: Database;
  readonly table: Table;
  readonly setting: HomeSetting;
  readonly rules?: readonly Rule[];
  readonly lake: Lake;
  readonly raw: RawStore;
  readonly intake: (arrival: Arrival) => Promise<Intake>;
}

/** The ways in of log records, one code path behind them, and what tries dead letters again. */
export function createLogs(
  parts: LogParts,
): Pick<Home, 'ingest' | 'logReading' | 'takeLogs' | 'redriveLetter' | 'redriveWanted'> {
  const { database, table, lake, clock } = parts;
  const examiner = openExaminer(parts);
  const detect = createDetect({
    ...parts,
    counters: createCounters(parts),
    floods: createFloods(table, clock, parts.setting.config.detections.findingsPerHour),
    stage: createStage({ ...parts, staged: createStagedRules(parts) }),
  });
  const ports = { examiner, detect, lake, seen: createSqliteSeen(database), reject: createReject(parts) };
  const ingest = createIngest(ports);
  const logReading: Reading = {
    isHeader: (line) => examiner.open()(line).kind === 'header',
    flowFormats: parts.setting.config.flowFormats,
  };
  const redriveLetter = createRedriveLetter({ ...parts, ingestAgain: createIngestAgain(ports) });
  return {
    ingest,
    logReading,
    takeLogs: createTakeRequest({ ingest, keys: createIngestKeys(table), clock, ...logReading }),
    redriveLetter,
    redriveWanted: createRedriveWanted({ ...parts, redriveLetter }),
  };
}

function openExaminer({ setting, rules = [], clock, digest }: LogParts): Examiner {
  const { config, geo, threatLists: threats } = setting;
  return createExaminer({ rules, threats, geo, clock, digest, score: config.recordScore });
}
