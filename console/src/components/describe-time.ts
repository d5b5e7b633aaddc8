const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The largest unit that fits, as one says it. */
const units = [
  [day, 'd'],
  [hour, 'h'],
  [minute, 'min'],
  [second, 's'],
] as const;

/** How far away: `4 min ago`, `in 2 h`, `just now`. Negative: it is over. */
export function describeAge(ms: number): string {
  const size = Math.abs(ms);
  if (size < 10 * second) return ms > 5 * second ? 'in a moment' : 'just now';
  const [length, unit] = units.find(([least]) => size >= least) ?? [second, 's'];
  const text = `${Math.floor(size / length)} ${unit}`;
  return ms < 0 ? `${text} ago` : `in ${text}`;
}

/** `2026-11-20 14:05:09 UTC`: to the second, in the zone that logs are written in. */
export const describeExactly = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;

/** How long: `850 ms`, `12.4 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function describeDuration(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${(ms / second).toFixed(ms < 10 * second ? 1 : 0)} s`;
  if (ms < hour) return inTwo(ms, [minute, 'min'], [second, 's']);
  return ms < day ? inTwo(ms, [hour, 'h'], [minute, 'min']) : inTwo(ms, [day, 'd'], [hour, 'h']);
}

type Unit = readonly [length: number, name: string];

function inTwo(ms: number, [big, bigName]: Unit, [small, smallName]: Unit): string {
  const whole = Math.floor(ms / big);
  const rest = Math.floor((ms % big) / small);
  return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
}
