/** How fast something is with each of many records. */
export interface Pace {
  /** Records a second. */
  readonly rate: number;
  /** Microseconds of CPU for a record, of all threads: unlike the rate, other work on the machine hardly changes it. */
  readonly cpu: number;
}

function measure(count: number, run: () => void): Pace {
  const before = process.cpuUsage();
  const began = performance.now();
  run();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { rate: count / seconds, cpu: (user + system) / count };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const warmUps = 2;
const rounds = 9;

/** The median of each, all in turns, so that what else the machine does slows all alike. */
export function measureInTurns<Name extends string>(
  count: number,
  runs: Readonly<Record<Name, () => void>>,
): Readonly<Record<Name, Pace>> {
  const names = Object.keys(runs) as Name[];
  const paces = names.map((name) => ({ name, all: [] as Pace[] }));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const { name, all } of paces) {
      const pace = measure(count, runs[name]);
      if (round >= warmUps) all.push(pace);
    }
  }
  const medians = paces.map(({ name, all }) => [
    name,
    { rate: median(all.map(({ rate }) => rate)), cpu: median(all.map(({ cpu }) => cpu)) },
  ]);
  return Object.fromEntries(medians) as Record<Name, Pace>;
}
