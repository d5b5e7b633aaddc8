import type { PlaybookSummary } from '../../../core/api/playbooks.ts';
import { activeFindingTypes } from '../../../core/finding-types.ts';
import { isJsonObject, type JsonObject } from '../../../core/json.ts';
import { walkSteps } from '../../../core/playbook/compile/walk.ts';
import { coverTypes } from '../../../core/playbook/coverage/cover-types.ts';
import type { Playbook } from '../../../core/playbook/schema.ts';
import { catalog } from '../../actions/catalog.ts';

/** A playbook that is in use. */
export interface ShelvedPlaybook {
  readonly playbook: Playbook;
  /** The file as it stands. */
  readonly text: string;
  readonly hash: string;
  readonly definition: JsonObject;
}

export function describePlaybook(
  { playbook, hash }: ShelvedPlaybook,
  types: ReadonlyMap<string, number>,
): PlaybookSummary {
  const { id, name, description, mode, priority, steps, trigger } = playbook;
  const all = [...walkSteps(steps)].map(({ step }) => step);
  const byType = isJsonObject(trigger?.['finding']) && 'type' in trigger['finding'];
  return {
    id,
    name,
    description: description ?? null,
    mode,
    priority,
    actions: [...new Set(all.flatMap((step) => ('action' in step ? [step.action] : [])))],
    // In mode approve every action asks.
    asks: mode === 'approve' || all.some((step) => 'approval' in step),
    types: byType ? (types.get(id) ?? 0) : null,
    hash,
  };
}

/** How many of GuardDuty's finding types each playbook answers. */
export function countTypes(playbooks: readonly Playbook[]): ReadonlyMap<string, number> {
  const answering = coverTypes(activeFindingTypes, playbooks, catalog).flatMap((type) => type.playbooks);
  const counts = new Map<string, number>();
  for (const id of answering) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
