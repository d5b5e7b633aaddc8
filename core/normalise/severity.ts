import type { SeverityLabel } from '../finding.ts';

export interface Severity {
  readonly label: SeverityLabel;
  readonly score: number;
}

/**
 * Scores of findings that have a label only. They are what GuardDuty gives in practice (2, 5, 8, 9), times
 * ten: so one finding has one score, by whichever route it comes.
 */
const nominal: Readonly<Record<SeverityLabel, number>> = {
  INFORMATIONAL: 0,
  LOW: 20,
  MEDIUM: 50,
  HIGH: 80,
  CRITICAL: 90,
};

/** An unknown severity counts as medium: looked at, never the reason to contain by itself. */
const unknown: Severity = { label: 'MEDIUM', score: nominal.MEDIUM };

/** GuardDuty's 0–10: Low from 1, Medium from 4, High from 7, Critical from 9 (guardduty_findings-severity). */
export function severityOfGuardDuty(value: number | undefined): Severity {
  if (value === undefined) return unknown;
  const clamped = Math.min(10, Math.max(0, value));
  return { label: labelOf(clamped), score: Math.round(clamped * 100) / 10 };
}

function labelOf(value: number): SeverityLabel {
  if (value >= 9) return 'CRITICAL';
  if (value >= 7) return 'HIGH';
  if (value >= 4) return 'MEDIUM';
  return value >= 1 ? 'LOW' : 'INFORMATIONAL';
}

const labels = new Map<string, SeverityLabel>([
  ['INFORMATIONAL', 'INFORMATIONAL'],
  ['LOW', 'LOW'],
  ['MEDIUM', 'MEDIUM'],
  ['HIGH', 'HIGH'],
  ['CRITICAL', 'CRITICAL'],
  ['FATAL', 'CRITICAL'],
]);

/** By name, in any case; `undefined` for a name that no format knows. */
export function severityOfLabel(name: string | undefined): Severity | undefined {
  const label = labels.get(name?.toUpperCase() ?? '');
  return label === undefined ? undefined : { label, score: nominal[label] };
}

const ocsfIds: readonly (SeverityLabel | undefined)[] = [
  undefined,
  'INFORMATIONAL',
  'LOW',
  'MEDIUM',
  'HIGH',
  'CRITICAL',
  'CRITICAL',
];

/** OCSF `severity_id`: 1 informational … 5 critical, 6 fatal; 0 and 99 say nothing. */
export const severityOfOcsf = (id: number | undefined, name: string | undefined): Severity =>
  severityOfLabel(ocsfIds[id ?? 0]) ?? severityOfLabel(name) ?? unknown;

/** ASFF `Severity.Normalized`, 0–100, where there is no label. */
export function severityOfNormalized(value: number | undefined): Severity {
  return value === undefined ? unknown : (severityOfLabel(labelOfNormalized(value)) ?? unknown);
}

function labelOfNormalized(value: number): SeverityLabel {
  if (value >= 90) return 'CRITICAL';
  if (value >= 70) return 'HIGH';
  if (value >= 40) return 'MEDIUM';
  return value >= 1 ? 'LOW' : 'INFORMATIONAL';
}
