import type { Hit } from '../detect/hit.ts';
import type { Rule } from '../detect/rule.ts';
import type { ThreatList } from '../intel/threat-list.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Geo } from '../ports/geo.ts';
import type { LakeRow } from './lake-row.ts';
import type { LogRecord } from './log-record.ts';
import type { RecordScoreConfig } from './record-score-config.ts';

/** What one record of a batch is. Whatever the bytes are, it is one of these: nothing throws. */
export type Examined =
  | {
      readonly kind: 'record';
      readonly record: LogRecord;
      readonly row: LakeRow;
      /** See `identityOf`. */
      readonly identity: string;
      /** In the order of the rules. */
      readonly hits: readonly Hit[];
    }
  /** The line that names the fields of a flow log: it says how to read those after it, and is kept nowhere. */
  | { readonly kind: 'header' }
  /** For the dead letters. The reason is one line: what is wrong, where, and the remedy. */
  | { readonly kind: 'malformed'; readonly reason: string };

/**
 * The way of a record from bytes to the lake's row and the rules that it matches. Pure and synchronous: the same for
 * every way in, and fast enough for all of them.
 */
export interface Examiner {
  /**
   * For the records of one batch, in their order: a flow log's header holds for the lines after it. Lines before any
   * header have the default format; so whoever splits a file repeats its first line in each batch.
   */
  open(): (bytes: Uint8Array) => Examined;
}

/** What `createExaminer` takes. */
export interface ExaminerParts {
  /** Those that are not enabled are left out. Patterns are taken to be valid: see `detections/`. */
  readonly rules: readonly Rule[];
  readonly threats: readonly ThreatList[];
  readonly geo: Geo;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly score: RecordScoreConfig;
  /** Bytes of one record. @default 512 KiB, twice CloudTrail's largest; as text within JSON it still fits into a record of Firehose */
  readonly maxBytes?: number;
}
