import * as z from 'zod';
import { durationBetween } from './duration.ts';
import { beginsLikeS3, readS3Location } from './intel/feed-location.ts';

const ThreatListConfig = z.strictObject({
  /** What hits are told with. */
  name: z.string().regex(/^[\w-][\w.-]{0,62}$/, 'is no name of at most 63 letters, digits, dots and dashes'),
  /** A file, or `s3://bucket/key`. */
  path: z
    .string()
    .min(1)
    .refine(
      (path) => !beginsLikeS3(path) || readS3Location(path) !== null,
      "names no object: write s3://bucket/key, the key of letters, digits and !.'()/=+@_- alone",
    ),
  confidence: z.number().min(0).max(100).default(80),
  /** How often it is looked at again, by processes and functions that go on for so long. */
  refresh: durationBetween(60, 7 * 86_400).default('PT1H'),
  /** For CSV, whose header names the columns: which of them hold what. Without it the feed is plain. */
  columns: z
    .strictObject({
      value: z.string(),
      /** 0–100. @default that of the list */
      confidence: z.string().optional(),
      /** When the entry expires, ISO 8601, UTC where it does not say. @default never */
      expires: z.string().optional(),
    })
    .optional(),
});
export type ThreatListConfig = z.infer<typeof ThreatListConfig>;

const haveOwnNames = (lists: readonly ThreatListConfig[]): boolean =>
  new Set(lists.map(({ name }) => name)).size === lists.length;

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
    /** Feeds of addresses, networks, domains and hashes (`core/intel/threat-list.ts` says the plain format). */
    threatLists: z
      .array(ThreatListConfig)
      .max(16, 'there are more than 16; put some of them together')
      .refine(haveOwnNames, 'two have the same name, and hits say the name alone; give each its own')
      .default([]),
  })
  .prefault({});
export type EnrichConfig = z.infer<typeof EnrichConfig>;
