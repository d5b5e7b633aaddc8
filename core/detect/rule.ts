import * as z from 'zod';
import { durationBetween } from '../duration.ts';
import { SeverityLabel } from '../finding.ts';
import { logKinds } from '../ingest/log-record.ts';
import { isJsonObject, type Json } from '../json.ts';
import { tacticIds } from './tactics.ts';

/**
 * The language of `detections/<id>/rule.json`: what in the logs makes a finding. What a schema cannot say (operators
 * and fields of patterns, what pointers lead to) is checked by `parseRule`.
 */

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What a finding is about, in the words of GuardDuty's types: its first resource of that kind is the incident's. */
const topics = ['IAMUser', 'EC2', 'S3', 'Lambda', 'RDS'] as const;

const text = (max: number) => z.string().min(1).max(max);

/**
 * An event pattern (`core/pattern/compile-pattern.ts`) over `{ event, record, threat, policy }`: the classified fields
 * (`LogRecord` without `record`), the record as it came, what feeds say of it (`{ known, confidence, feeds }`), and the
 * statements of the policy that a call writes (`read-policy.ts`).
 */
const Pattern = z
  .custom<Json>(isJsonObject, { message: 'is no event pattern: write an object of fields' })
  .meta({ type: 'object' });

const Pointer = z
  .string()
  .regex(/^(\/[^/]+){2,}$/, 'is no JSON pointer to a field: write it as /record/userIdentity/arn');

const Threshold = z.strictObject({
  count: z.number().int().min(2).max(1000).describe('The hit that reaches it makes the finding.'),
  within: durationBetween(1, DAY).describe('A sliding window.'),
  by: z
    .array(Pointer)
    .min(1)
    .max(4)
    .default(['/event/account', '/event/principal'])
    .describe('Counted apart for each combination of these.'),
  distinct: Pointer.optional().describe('Values of this are counted, rather than records.'),
});
export type Threshold = z.infer<typeof Threshold>;

const Allowed = z.strictObject({
  reason: text(300).describe('Why this is known and wanted.'),
  match: Pattern,
});

export const Rule = z.strictObject({
  $schema: z.string().optional(),
  id: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no id: write lower-case words joined by hyphens'),
  name: text(120).describe('What happened, as the title of the finding.'),
  description: text(2000).describe(
    'What it means, and what to look at first: whoever is woken by it reads this.',
  ),
  falsePositives: z
    .array(text(300))
    .default([])
    .describe('What is harmless and looks the same, for whoever writes `allow`.'),
  kinds: z.array(z.enum(logKinds)).min(1).describe('Records of other kinds are not looked at.'),
  about: z
    .enum(topics)
    .default('IAMUser')
    .describe('What the finding is about, as in the types of GuardDuty; IAMUser: whoever did it.'),
  severity: SeverityLabel,
  attack: z.strictObject({
    tactics: z.array(z.enum(tacticIds)).min(1),
    techniques: z
      .array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'is no technique of ATT&CK such as T1562.008'))
      .min(1),
  }),
  match: Pattern,
  allow: z
    .array(Allowed)
    .max(50)
    .default([])
    .describe('What is known and wanted: a record that matches one of these is no hit.'),
  threshold: Threshold.optional(),
  dedupe: z
    .array(Pointer)
    .min(1)
    .max(4)
    .default(['/event/account', '/event/principal'])
    .describe('Hits that agree in these, on one day, are one finding that is seen again.'),
  staged: z
    .strictObject({ for: durationBetween(HOUR, 90 * DAY) })
    .optional()
    .describe('At first it is only counted and told in a digest, for so long after it was first loaded.'),
  enabled: z.boolean().default(true).describe('False: kept, and not looked for.'),
});
export type Rule = z.infer<typeof Rule>;
