import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { DedupeConfig } from '../../core/dedupe/dedupe-key.ts';
import { Busy } from '../../core/errors.ts';
import { createStores } from '../../core/records/stores.ts';
import type { Risk } from '../../core/risk.ts';
import { createDeduplicate } from '../../tasks/deduplicate/index.ts';
import { makeFinding } from '../runtime/account/world.ts';
import { openDynaliteTable } from '../support/dynamo-tables.ts';

const digest = (text: string): string => hash('sha256', text);
const start = Date.UTC(2026, 10, 20);
const risk: Risk = { score: 72, level: 'MEDIUM', factors: [], weights: '1' };

/** @param count no multiple of 7,919, by which it is shuffled. */
export function deduplicateBurst(count: number): void {
  it(`gives one incident and an exact count for ${count} deduplications of one key at once on DynamoDB`, async () => {
    const clock = { now: () => start };
    const stores = createStores({ table: await openDynaliteTable(), clock, digest });
    const deduplicate = createDeduplicate({ stores, digest, config: DedupeConfig.parse({}) });
    const finding = makeFinding([{ kind: 'ec2-instance', instanceId: 'i-1', interfaces: [] }]);

    const deliver = async (n: number): Promise<string> => {
      const ref = { delivery: `d${n}`, index: 0 };
      // Not in the order in which they come.
      const receivedAt = new Date(start + ((n * 7919) % count)).toISOString();
      await stores.deliveries.create(ref, { ...ref, receivedAt, finding });
      for (let attempt = 1; ; attempt++) {
        try {
          return ((await deduplicate({ ref, risk })) as { incident: string }).incident;
        } catch (error) {
          // As `triage.asl.json` does.
          if (!(error instanceof Busy) || attempt > 6) throw error;
        }
      }
    };
    const incidents = await Promise.all(Array.from({ length: count }, (_, n) => deliver(n)));

    const [incident, ...others] = await stores.incidents.list();
    expect(others).toEqual([]);
    expect(new Set(incidents)).toEqual(new Set([incident?.id]));
    expect(await stores.incidents.countOccurrences(incident?.id ?? '')).toBe(count);
    expect(incident).toMatchObject({ lastSeen: new Date(start + count - 1).toISOString() });
  });
}
