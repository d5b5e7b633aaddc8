import type { GuardrailConfig } from './config.ts';
import { type GuardrailFacts, noFacts } from './facts.ts';
import type { Rule } from './rule.ts';
import { allowedAccounts } from './rules/allowed-accounts.ts';
import { allowedRegions } from './rules/allowed-regions.ts';
import { awsManagedRoles } from './rules/aws-managed-roles.ts';
import { networkAppliances } from './rules/network-appliances.ts';
import { optOutTag } from './rules/opt-out-tag.ts';
import { paused } from './rules/paused.ts';
import { protectedResources } from './rules/protected-resources.ts';
import { protectedTags } from './rules/protected-tags.ts';
import { responderPrincipals } from './rules/responder-principals.ts';

/** In the order in which a denial names them. */
export const rules: readonly Rule[] = [
  paused,
  allowedAccounts,
  allowedRegions,
  awsManagedRoles,
  responderPrincipals,
  protectedResources,
  protectedTags,
  optOutTag,
  networkAppliances,
];

export interface Denial {
  readonly rule: string;
  readonly reason: string;
}

/**
 * @returns the first rule that says no, or null. Fails closed: a rule that cannot be checked says no, as
 * `guardrail-error`.
 */
export function checkGuardrails(facts: GuardrailFacts, config: GuardrailConfig): Denial | null {
  return findDenial(rules, facts, config);
}

function findDenial(asked: readonly Rule[], facts: GuardrailFacts, config: GuardrailConfig): Denial | null {
  for (const rule of asked) {
    if (!rule.phases.includes(facts.phase)) continue;
    try {
      const reason = rule.check(facts, config);
      if (reason !== null) return { rule: rule.id, reason };
    } catch (error) {
      return guardrailError(`rule ${rule.id}`, error);
    }
  }
  return null;
}

/**
 * Whether the account and Region of a target may be changed at all. Asked before the account is read: what is
 * out of bounds is not even looked at.
 */
export function checkPlace(
  { action, target }: Pick<GuardrailFacts, 'action' | 'target'>,
  config: GuardrailConfig,
): Denial | null {
  const facts = { ...noFacts, action, target, phase: 'apply', control: null } as const;
  return findDenial([allowedAccounts, allowedRegions], facts, config);
}

/** The denial for when what a guardrail needs cannot be known. */
export function guardrailError(what: string, error: unknown): Denial {
  const cause = error instanceof Error ? error.message : String(error);
  return { rule: 'guardrail-error', reason: `${what} could not be checked (${cause}), so the answer is no` };
}
