import * as z from 'zod';
import { canonicalJson, JsonRecord, JsonValue } from './json.ts';
import type { Digest } from './ports/digest.ts';

/** What an action would act on. `region` is `aws-global` for IAM. */
export const Target = z.object({
  account: z.string(),
  region: z.string(),
  kind: z.string(),
  id: z.string(),
});
export type Target = z.infer<typeof Target>;

/** One API call to come. Ids that do not exist yet stand as `<placeholders>`. */
export const CallTemplate = z.object({
  service: z.string(),
  command: z.string(),
  input: JsonRecord,
});
export type CallTemplate = z.infer<typeof CallTemplate>;

/** What else feels it when this target is contained. */
export const BlastRadius = z.object({
  summary: z.string(),
  affected: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      why: z.string(),
      /** Stands for so many more of the kind, which are not named. */
      more: z.number().int().min(1).optional(),
      /**
       * Told for people's eyes: it belongs to the target, containment leaves it as it is, or it is another one a
       * minute later. That it comes up after an approval is no reason to ask again.
       */
      aside: z.literal(true).optional(),
    }),
  ),
  /** What the containment will not stop (tracked connections, in-flight runs). */
  limits: z.array(z.string()),
});
export type BlastRadius = z.infer<typeof BlastRadius>;

/** What one action would do, and to what. Made by reading only; bound to approvals by its hash. */
export const Plan = z.object({
  hash: z.string(),
  action: z.string(),
  version: z.number().int(),
  target: Target,
  parameters: JsonRecord,
  calls: z.array(CallTemplate),
  /** The state that containment depends on, before (ours, if we hold it already) and after. */
  before: JsonValue,
  after: JsonValue,
  blastRadius: BlastRadius,
  /** Our own ledger holds this containment already: applying adds a holder and changes nothing. */
  held: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;

/**
 * Hash over action version, target, parameters, call templates and before-state: the same plan made at any
 * other time has the same hash. What our own ledger changed, clocks and the blast radius are not in it.
 */
export function hashPlan(plan: Omit<Plan, 'hash'>, digest: Digest): string {
  const { action, version, target, parameters, calls, before } = plan;
  return digest(canonicalJson({ action, version, target, parameters, calls, before }));
}
