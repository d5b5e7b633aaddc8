import { InvalidArgumentError, Option } from 'commander';

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** @returns ISO 8601, UTC, of `90m`, `12h`, `30d` or `2w` ago, or of a date. */
export function parseSince(text: string, now: number = Date.now()): string {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const at = count === undefined ? parseDate(text) : now - Number(count) * (unitMs[unit] ?? 0);
  if (Number.isNaN(at) || at < 0)
    throw new InvalidArgumentError('It is no time: write 90m, 12h, 7d, 2w, or a date such as 2026-01-31.');
  return new Date(at).toISOString();
}

/** Dates alone are midnight in UTC; other things that Date.parse would take are not. */
const parseDate = (text: string): number =>
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;

/** @param usual such as `7d` */
export const sinceOption = (usual: string): Option =>
  new Option('--since <time>', 'how far back: 90m, 12h, 7d, 2w, or a date')
    .argParser((text: string) => parseSince(text))
    .default(parseSince(usual), usual);
