import type { SeverityLabel } from '../../../../core/finding.ts';
import type { Overview } from '../../../../core/api/overview.ts';
import { describeDuration } from '../../components/describe-time.ts';

/** Seconds in words; a dash where there is nothing to measure yet. */
export const describeSpan = (seconds: number | null): string =>
  seconds === null ? '–' : describeDuration(seconds * 1000);

/** 0–1 as a percentage. Only what is all or nothing says 100 or 0: 99.6 % is not all. */
export function describePercent(part: number | null): string {
  if (part === null) return '–';
  const percent = Math.round(part * 100);
  if (percent === 100 && part < 1) return '> 99 %';
  if (percent === 0 && part > 0) return '< 1 %';
  return `${percent} %`;
}

type Day = Overview['days'][number];

export const totalOf = ({ counts }: Day): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What the chart of days shows, in a sentence. */
export function describeDays(days: readonly Day[]): string {
  const total = days.reduce((sum, day) => sum + totalOf(day), 0);
  const [first] = days;
  if (first === undefined || total === 0) return 'No incidents.';
  const most = days.reduce((top, day) => (totalOf(day) > totalOf(top) ? day : top), first);
  const grave = (label: SeverityLabel) => days.reduce((sum, { counts }) => sum + (counts[label] ?? 0), 0);
  return `${total} in ${days.length} days, most on ${most.day} (${totalOf(most)}); ${grave('CRITICAL')} critical, ${grave('HIGH')} high.`;
}
