import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** `guessing`: what lets someone in who knows a secret. `logging`: what programs send all the time. */
export type LimitKind = 'reading' | 'writing' | 'guessing' | 'logging';

/** Counts requests; a port, for Lambda's instances share no memory. */
export interface Limits {
  /** @returns after how many seconds to come again, or null where there is room. */
  take(kind: LimitKind, whose: string): Promise<number | null>;
}

/** Requests a minute for each person, or for each address where nobody is known. */
const perMinute: Readonly<Record<LimitKind, number>> = {
  reading: 1200,
  writing: 120,
  guessing: 20,
  logging: 30_000,
};

/** For one process. */
export function createMemoryLimits(most: Partial<Record<LimitKind, number>> = {}): Limits {
  const create = (kind: LimitKind) =>
    new RateLimiterMemory({ keyPrefix: kind, points: most[kind] ?? perMinute[kind], duration: 60 });
  const limiters = {
    reading: create('reading'),
    writing: create('writing'),
    guessing: create('guessing'),
    logging: create('logging'),
  };
  return {
    async take(kind, whose) {
      try {
        await limiters[kind].consume(whose);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw refused;
      }
    },
  };
}
