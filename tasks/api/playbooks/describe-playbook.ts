import type { PlaybookSummary } from '../../../core/api/playbooks.ts';
import { activeFindingTypes } from '../../../core/finding-types.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import { compilePattern } from '../../../core/pattern/compile-pattern.ts';
import { walkSteps } from '../../../core/playbook/compile/walk.ts';
import type { Playbook } from '../../../core/playbook/schema.ts';

/** A playbook that is in use. */
export interface ShelvedPlaybook {
  readonly playbook: Playbook;
  /** The file as it stands. */
  readonly text: string;
  readonly hash: string;
  readonly definition: JsonObject;
}

export function describePlaybook({ playbook, hash }: ShelvedPlaybook): PlaybookSummary {
  const { id, name, description, mode, priority, steps } = playbook;
  const all = [...walkSteps(steps)].map(({ step }) => step);
  return {
    id,
    name,
    description: description ?? null,
    mode,
    priority,
    actions: [...new Set(all.flatMap((step) => ('action' in step ? [step.action] : [])))],
    // In mode approve every action asks.
    asks: mode === 'approve' || all.some((step) => 'approval' in step),
    types: countTypes(playbook),
    hash,
  };
}

/** By what the trigger says of the type alone; what else it demands is of one finding, not of its type. */
function countTypes({ trigger = {} }: Playbook): number | null {
  const patterns = typePatterns(trigger);
  if (patterns === null) return null;
  const compiled = patterns.map((type) => compilePattern({ type }));
  const matches = (type: string): boolean => compiled.some((one) => one.ok && one.matches({ type }));
  return activeFindingTypes.filter(matches).length;
}

/** What it says of the type itself, or each of its alternatives; null where any type would do. */
function typePatterns(trigger: JsonObject): readonly Json[] | null {
  const own = typeOf(trigger);
  if (own !== undefined) return [own];
  const alternatives = trigger['$or'];
  if (!Array.isArray(alternatives)) return null;
  const types = alternatives.map((one: Json) => (isJsonObject(one) ? typeOf(one) : undefined));
  return types.every((type) => type !== undefined) ? types : null;
}

const typeOf = ({ finding }: JsonObject): Json | undefined =>
  isJsonObject(finding) ? finding['type'] : undefined;
