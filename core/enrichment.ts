import * as z from 'zod';

const ThreatHit = z.object({ list: z.string(), confidence: z.number().min(0).max(100) });

const Criticality = z.enum(['low', 'normal', 'high', 'critical']);

/** What Enrich learned beyond the finding itself. Every part may be missing: a source can be down. */
export const Enrichment = z.object({
  /** Per remote address: country where the finding had none, and threat-intelligence hits. */
  remotes: z.array(
    z.object({
      ip: z.string().optional(),
      domain: z.string().optional(),
      country: z.string().optional(),
      threats: z.array(ThreatHit),
    }),
  ),
  /** Files that the finding names by their hashes and some list knows. @default none */
  files: z.array(z.object({ hash: z.string(), threats: z.array(ThreatHit) })).optional(),
  /** The primary resource's tags as the account has them now. */
  tags: z.record(z.string(), z.string()),
  criticality: Criticality,
  /** True when the primary resource can be reached from the internet; absent when unknown. */
  exposed: z.boolean().optional(),
  principal: z.object({ kind: z.string(), name: z.string(), privileged: z.boolean().optional() }).optional(),
  /** Why nothing was looked up in the account: it is none of those that may be entered. */
  outside: z.string().optional(),
  /** Sources that failed or ran out of their time budget, by name, with the reason. */
  gaps: z.array(z.object({ source: z.string(), reason: z.string() })),
});
export type Enrichment = z.infer<typeof Enrichment>;
