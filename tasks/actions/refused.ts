import { noFacts, type TargetFacts } from '../../core/guardrails/facts.ts';
import type { Draft } from './action.ts';

/** The draft of an action that will not do it. */
export function refused(rule: string, reason: string, facts: TargetFacts = noFacts): Draft {
  return {
    calls: [],
    before: null,
    after: null,
    blastRadius: { summary: reason, affected: [], limits: [] },
    inPlace: false,
    facts,
    refusal: { rule, reason },
  };
}
