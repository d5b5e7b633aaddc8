import * as z from 'zod';

/** Where Enrich looks, and how long it waits. */
export const EnrichConfig = z
  .strictObject({
    /** Milliseconds for each source; one that takes longer is named in `gaps`. */
    budgetMs: z.number().int().min(1).max(60_000).default(2000),
    /** Tags that say how much a resource matters; the first that is there counts. */
    criticalityTags: z.array(z.string()).default(['criticality', 'Criticality']),
    /** What their values mean, in lower case. */
    criticalityValues: z.record(z.string(), z.enum(['low', 'normal', 'high', 'critical'])).default({
      low: 'low',
      medium: 'normal',
      normal: 'normal',
      high: 'high',
      critical: 'critical',
      'mission-critical': 'critical',
    }),
    /** Files of addresses, networks and domains (`core/intel/threat-list.ts` says the format). */
    threatLists: z
      .array(
        z.strictObject({
          name: z.string(),
          path: z.string(),
          confidence: z.number().min(0).max(100).default(80),
        }),
      )
      .default([]),
  })
  .prefault({});
export type EnrichConfig = z.infer<typeof EnrichConfig>;
