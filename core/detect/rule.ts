import * as z from 'zod';
import { SeverityLabel } from '../finding.ts';
import { logKinds } from '../ingest/log-record.ts';
import type { Json } from '../json.ts';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no id; write lower case words joined by hyphens');

/**
 * An event pattern (`core/pattern/compile-pattern.ts`) over `{ event, record, threat }`: the classified fields
 * (`LogRecord` without `record`), the record as it came, and what feeds say of it (`{ known, confidence, feeds }`).
 */
const Pattern = z.custom<Json>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  {
    message: 'is no event pattern; write an object of fields',
  },
);

/** A JSON pointer into `{ event, record, threat }`. */
const Pointer = z.string().regex(/^(\/[^/]+)+$/, 'is no JSON pointer; write it as /record/userIdentity/arn');

const Duration = z.string().regex(/^PT?\d/, 'is no ISO 8601 duration; write it as PT10M');

/** `detections/<id>/rule.json`: what in the logs makes a finding. */
export const Rule = z.strictObject({
  $schema: z.string().optional(),
  id,
  name: z.string().min(1).max(120),
  /** What it means, and what to look at first: whoever is woken by it reads this. */
  description: z.string().min(1).max(2000),
  /** Records of other kinds are not looked at. */
  kinds: z.array(z.enum(logKinds)).min(1),
  severity: SeverityLabel,
  /** ATT&CK ids: `TA0005`, `T1562.008`. */
  attack: z.strictObject({
    tactics: z.array(z.string().regex(/^TA\d{4}$/)),
    techniques: z.array(z.string().regex(/^T\d{4}(\.\d{3})?$/)),
  }),
  match: Pattern,
  /** What is known and wanted: a record that matches one of these is no hit. */
  allow: z.array(z.strictObject({ reason: z.string().min(1).max(300), match: Pattern })).default([]),
  /** A hit only from the `count`-th record on (or, with `distinct`, the `count`-th value there) within the time. */
  threshold: z
    .strictObject({
      count: z.number().int().min(2).max(10_000),
      within: Duration,
      /** Counted apart for each combination of these. @default who the record is about */
      by: z.array(Pointer).min(1).max(4).default(['/event/principal']),
      distinct: Pointer.optional(),
    })
    .optional(),
  /** Hits that agree in these are one finding that is seen again. */
  dedupe: z.array(Pointer).min(1).max(4).default(['/event/account', '/event/principal']),
  /** Staged: it is counted and told in a digest, and makes no findings, for so long after it was first loaded. */
  staged: z.strictObject({ for: Duration }).optional(),
  /** False: kept, and not looked for. */
  enabled: z.boolean().default(true),
});
export type Rule = z.infer<typeof Rule>;
