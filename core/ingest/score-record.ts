import type { ThreatSummary } from '../detect/create-matcher.ts';
import type { Rule } from '../detect/rule.ts';
import type { Traits } from './kinds/kind.ts';
import type { RecordScoreConfig } from './record-score-config.ts';

/** What a record's score is made of. */
export interface Scored {
  /** Those that it matches. */
  readonly rules: readonly Rule[];
  readonly threat: ThreatSummary;
  readonly traits: Traits;
}

const maxFurtherRules = 3;

type Factor = (scored: Scored, weights: RecordScoreConfig) => number;

/** By name, in points. */
const factors: Readonly<Record<string, Factor>> = {
  rule: ({ rules }, { severity }) =>
    rules.reduce((most, rule) => Math.max(most, severity[lower[rule.severity]]), 0),
  'further-rules': ({ rules }, { furtherRule }) =>
    furtherRule * Math.min(maxFurtherRules, Math.max(0, rules.length - 1)),
  'threat-intelligence': ({ threat }, { threatIntelligence }) =>
    (threatIntelligence * threat.confidence) / 100,
  'root-user': ({ traits }, { rootUser }) => (traits.root ? rootUser : 0),
  'without-mfa': ({ traits }, { withoutMfa }) => (traits.withoutMfa ? withoutMfa : 0),
  denied: ({ traits }, { denied }) => (traits.denied ? denied : 0),
  change: ({ traits }, { change }) => (traits.change ? change : 0),
  'finding-severity': ({ traits }, { findingSeverity }) => traits.severity * findingSeverity,
};
const all = Object.values(factors);

const lower = {
  INFORMATIONAL: 'informational',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
  CRITICAL: 'critical',
} as const;

/**
 * How much a log record deserves to be looked at, 0–100: for queries of the lake, which sort by it. Findings have a score
 * of their own, made when more is known (`core/score/score.ts`).
 */
export function scoreRecord(scored: Scored, weights: RecordScoreConfig): number {
  let total = 0;
  for (const factor of all) total += factor(scored, weights);
  return Math.round(Math.min(100, Math.max(0, total)));
}
