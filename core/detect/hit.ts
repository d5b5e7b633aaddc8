import type { LogRecord } from '../ingest/log-record.ts';
import type { Rule } from './rule.ts';

/** A record matched a rule's pattern and none of its allow-list. Thresholds are not looked at yet. */
export interface Hit {
  readonly rule: Rule;
  readonly record: LogRecord;
  /** See `identityOf`. */
  readonly identity: string;
}
