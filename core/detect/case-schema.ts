import * as z from 'zod';
import { durationBetween } from '../duration.ts';
import { JsonRecord, JsonValue } from '../json.ts';

/**
 * A case beside a rule (`cases/*.json`): records that come in, and whether the rule makes a finding of them.
 * `tourniquet test` takes them through the way of real records.
 */

/** A record of a file, changed. */
export const RecordReference = z.strictObject({
  $ref: z.string().min(1).describe('A path from the folder of the case.'),
  change: z
    .record(z.string().regex(/^\//, 'is no JSON pointer: begin it with /'), JsonValue)
    .default({})
    .describe('JSON pointer → what stands there instead. {n} in a text is the number of the repetition.'),
  times: z.number().int().min(1).max(1000).default(1).describe('It comes so often, each with its own id.'),
  every: durationBetween(0, 86_400).default('PT1S').describe('How far the repetitions are apart.'),
});
export type RecordReference = z.infer<typeof RecordReference>;

const LogLine = z
  .union([RecordReference, JsonRecord])
  .describe('A log record, or { "$ref": "path" } to one.');

/** By `fires`, as text. */
export const expectations = {
  false: z.strictObject({ fires: z.literal(false) }),
  true: z.strictObject({
    fires: z.literal(true),
    at: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('Which record is the first that makes a finding, from 1; repetitions count.'),
    findings: z.number().int().min(1).default(1).describe('How many findings there are in the end.'),
    resources: z
      .array(z.string().regex(/^[a-z0-9-]+ .+$/, 'is no resource: write it as "iam-user mallory"'))
      .describe('All that the first finding names, as kind and id, in any order.'),
  }),
};

export const RuleCase = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().min(1).max(200),
  threats: z
    .array(z.string().min(1))
    .default([])
    .describe('Addresses, networks and domains that a feed lists in this case.'),
  records: z.array(LogLine).min(1).max(100).describe('In the order in which they come.'),
  expect: z.discriminatedUnion('fires', [expectations.false, expectations.true]),
});
export type RuleCase = z.infer<typeof RuleCase>;
