import type { GuardrailConfig } from './config.ts';
import type { GuardrailFacts } from './facts.ts';

/** One limit that no playbook passes: a pure function over facts. */
export interface Rule {
  /** What denials name, in the timeline and in `$steps.<id>`. */
  readonly id: string;
  /** Undoing is less than doing: most rules guard `apply` only. */
  readonly phases: readonly GuardrailFacts['phase'][];
  /** @returns why not (what, the value, the remedy), or null where nothing speaks against it. */
  readonly check: (facts: GuardrailFacts, config: GuardrailConfig) => string | null;
}
