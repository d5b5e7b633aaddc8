import * as z from 'zod';
import type { ActionSpec } from '../action-spec.ts';
import type { Target } from '../plan.ts';
import type { Control } from '../records/controls.ts';

/**
 * What makes containment reach further than its target. `shared-role`: more principals than the one that is
 * contained lose their rights; `last-target`: nothing is left behind a load balancer or in a group;
 * `key-in-use`: something used the key today that is not known to be the intruder; `cluster-node`: what a cluster runs
 * on the instance goes with it; `unknown-blast-radius`: how far it reaches could not be found out.
 */
export const Caution = z.object({
  id: z.enum(['shared-role', 'last-target', 'key-in-use', 'cluster-node', 'unknown-blast-radius']),
  /** How many others feel it; the configuration says how many are fine without asking. */
  others: z.number().int().min(1),
  reason: z.string(),
});

/** What an action's plan read about its target, for guardrails to judge. Stored with the plan. */
export const TargetFacts = z.object({
  /** Of the target, and of the principals that it is or runs as. */
  arns: z.array(z.string()),
  /** By which people know it: ids, names, its `Name` tag. */
  names: z.array(z.string()),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  /** `forwards-traffic`: other hosts' packets pass through it (NAT, firewall, router). */
  traits: z.array(z.enum(['forwards-traffic'])),
  cautions: z.array(Caution),
});
export type TargetFacts = z.infer<typeof TargetFacts>;

/** Nothing is known of the target: for changes that are not judged by what it is. */
export const noFacts: TargetFacts = { arns: [], names: [], tags: [], traits: [], cautions: [] };

/** Everything that a guardrail may look at. */
export interface GuardrailFacts extends TargetFacts {
  readonly action: Pick<ActionSpec, 'id' | 'impact' | 'scope'>;
  readonly target: Target;
  /** `rollback` is automatic; `release` is asked for by a person. */
  readonly phase: 'apply' | 'rollback' | 'release';
  readonly control: Control | null;
}
