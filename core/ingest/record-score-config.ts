import * as z from 'zod';

const points = z.number().min(-100).max(100);

/** The weights of a log record's score, in points. */
export const RecordScoreConfig = z
  .strictObject({
    /** For the most severe of the rules that it matches. */
    severity: z
      .strictObject({
        informational: points.default(5),
        low: points.default(25),
        medium: points.default(45),
        high: points.default(65),
        critical: points.default(85),
      })
      .prefault({}),
    /** For each rule that it matches besides, three at most. */
    furtherRule: points.default(5),
    /** For an address or domain that a feed names with confidence 100; less confident ones give their share. */
    threatIntelligence: points.default(40),
    rootUser: points.default(20),
    /** A person at the console, or the root user, without a second factor. */
    withoutMfa: points.default(10),
    /** A call that was not allowed, traffic that was rejected, a query that a firewall blocked. */
    denied: points.default(10),
    /** A call that changes something. */
    change: points.default(5),
    /** Points for each point (0–100) of the severity that a finding of GuardDuty or Security Hub has itself. */
    findingSeverity: z.number().min(0).max(1).default(0.9),
  })
  .prefault({});
export type RecordScoreConfig = z.infer<typeof RecordScoreConfig>;
