import { setImmediate as letOthersGoFirst } from 'node:timers/promises';
import type { ThreatListConfig } from '../../core/enrich-config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { type BadLine, type ParsedThreatList, parseInSteps } from '../../core/intel/threat-list.ts';

/**
 * The list that a feed's text is, read so that records and requests are taken in between.
 * @throws InvalidInput naming the source, where it is no feed at all
 */
export async function parseFeed(config: ThreatListConfig, text: string): Promise<ParsedThreatList> {
  const { name, path, confidence, columns } = config;
  const steps = parseInSteps({ name, confidence, columns, text });
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      // One step after the other is the point.
      // oxlint-disable-next-line no-await-in-loop
      await letOthersGoFirst();
    }
  } catch (error) {
    throw error instanceof InvalidInput ? new InvalidInput(`${path} ${error.message}`) : error;
  }
}

/** The first of them, and how many there are. */
export function describeBadLines(path: string, [first, ...others]: readonly BadLine[]): string {
  if (first === undefined) return '';
  const more = others.length === 1 ? 'is 1 other line' : `are ${others.length} other lines`;
  const told = `${path} line ${first.line} is ${first.why}: ${first.value}`;
  return `${told}; left out${others.length === 0 ? '' : `, as ${more}`}`;
}
