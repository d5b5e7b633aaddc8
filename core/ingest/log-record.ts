import type { JsonObject } from '../json.ts';

/** Which known shape a log record has; `generic`: JSON of any other. */
export const logKinds = [
  'cloudtrail',
  'vpc-flow',
  'route53-resolver',
  'guardduty',
  'security-hub',
  'generic',
] as const;
export type LogKind = (typeof logKinds)[number];

/**
 * One log record, classified: what the lake and the rules ask of every record, whatever wrote it. A value that the
 * record does not have is null. A record is never a finding, whatever it looks like: only rules make findings of records.
 */
export interface LogRecord {
  readonly kind: LogKind;
  /** CloudTrail's `eventID` and the like; a digest of the record where it has none. The same record has the same. */
  readonly id: string;
  /** ISO 8601, UTC. When it happened, as the record says; when it came in where it does not. */
  readonly time: string;
  /** `AwsApiCall`, `AwsConsoleSignIn`, `AwsCloudTrailInsight`, `ACCEPT`, `A`, …: what the source calls it. */
  readonly type: string;
  /** `iam.amazonaws.com`, `vpc-flow`, `route53-resolver`, … */
  readonly source: string;
  readonly account: string | null;
  readonly region: string | null;
  /**
   * The ARN of whoever did it, of sessions the role's or user's behind them; what the record has instead where it has no
   * ARN. For network records the instance or interface.
   */
  readonly principal: string | null;
  /** CloudTrail's `eventName`, a flow's action, the name that was looked up. */
  readonly action: string | null;
  readonly srcIp: string | null;
  /**
   * As it came, parsed, without the envelope of EventBridge if it is of a known kind; flow logs by the names of their
   * header's fields, numbers as numbers.
   */
  readonly record: JsonObject;
}
