import type { LogKind, LogRecord } from '../../ingest/log-record.ts';
import { readCall } from './call.ts';
import { readFlow, readQuery } from './network.ts';
import type { Subject } from './subject.ts';

/** Findings that others made have a way of their own, and JSON of any other shape says nothing that we know how to read. */
const readNothing = (): Subject => ({ resources: [], actor: undefined, remotes: [] });

const readers: Readonly<Record<LogKind, (record: LogRecord) => Subject>> = {
  cloudtrail: readCall,
  'vpc-flow': readFlow,
  'route53-resolver': readQuery,
  guardduty: readNothing,
  'security-hub': readNothing,
  generic: readNothing,
};

export const subjectOf = (record: LogRecord): Subject => readers[record.kind](record);
