import * as z from 'zod';

/** Whole seconds to weeks: `PT30M`, `P1D`, `P1DT12H`. Months and years are not of one length. */
export const DURATION =
  /^P(?=[\dT])(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

const unit = [86_400, 3_600, 60, 1];

/** Seconds of an ISO 8601 duration that matches `DURATION`. */
export function secondsOf(duration: string): number {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (unit[index] ?? 0), 0);
}

/** A duration in text, of so many seconds. */
export const durationBetween = (min: number, max: number) =>
  z
    .string()
    .regex(DURATION, 'is not an ISO 8601 duration such as PT30M or P1D')
    .refine(
      (text) => !DURATION.test(text) || (secondsOf(text) >= min && secondsOf(text) <= max),
      `is not between ${min} and ${max} seconds`,
    );
