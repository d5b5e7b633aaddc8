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
    /** Files of addresses, networks, domains and hashes (`core/intel/threat-list.ts` says the plain format). */
    threatLists: z
      .array(
        z.strictObject({
          name: z.string(),
          path: z.string(),
          confidence: z.number().min(0).max(100).default(80),
          /** For CSV files, whose first line names the columns: which of them hold what. Without it the file is plain. */
          columns: z
            .strictObject({
              value: z.string(),
              /** 0–100. @default that of the list */
              confidence: z.string().optional(),
              /** When the entry expires, ISO 8601. @default never */
              expires: z.string().optional(),
            })
            .optional(),
        }),
      )
      .default([]),
  })
  .prefault({});
export type EnrichConfig = z.infer<typeof EnrichConfig>;
