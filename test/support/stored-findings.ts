import type { Stores } from '../../core/records/stores.ts';
import { readExamples } from '../../runtime/playbooks/examples.ts';
import { makeIncident } from './incidents.ts';

/** A day's minute `n`, so that the highest is the newest. */
const minuteOf = (n: number): string => new Date(Date.UTC(2026, 0, 10) + n * 60_000).toISOString();

/**
 * Puts findings of examples into a store, each with an incident of its own: finding `n` is of minute `n` of 2026-01-10 and
 * speaks of an account of its own.
 */
export async function storeFindings(
  stores: Pick<Stores, 'findings' | 'incidents'>,
  examples: readonly string[],
): Promise<void> {
  const known = await readExamples();
  await Promise.all(
    examples.map(async (example, n) => {
      const template = known.find(({ id }) => id === example)?.findings[0];
      if (template === undefined) throw new TypeError(`the example ${example} is gone`);
      const id = `finding-${n}`;
      const finding = {
        ...template,
        id,
        aliases: [],
        account: String(111_122_220_000 + n),
        createdAt: minuteOf(n),
        updatedAt: minuteOf(n),
      };
      const incident = makeIncident({ id: `inc-${n}`, type: finding.type, findings: [id] });
      await stores.incidents.create(incident.id, incident);
      await stores.findings.create(id, {
        finding,
        enrichment: { remotes: [], tags: {}, criticality: 'normal', gaps: [] },
        risk: incident.risk,
        incident: incident.id,
        writtenBack: null,
      });
    }),
  );
}
