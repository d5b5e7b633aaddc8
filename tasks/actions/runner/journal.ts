import type { JsonObject } from '../../../core/json.ts';
import type { Target } from '../../../core/plan.ts';
import type { ActionOutcome } from '../../../core/records/action-outcomes.ts';
import type { Step } from './make-plan.ts';
import type { Services } from './ports.ts';

/** What happened to a step: the patch to its outcome, and the line in the incident's timeline. */
export interface Happening {
  readonly outcome: Partial<Omit<ActionOutcome, 'run' | 'step' | 'action' | 'firstPlannedAt'>>;
  /** Null: the outcome alone changes. */
  readonly told: {
    /** With run and step, says which happening this is: told once. */
    readonly key: string;
    readonly kind: string;
    readonly text: string;
    readonly data?: JsonObject;
  } | null;
}

/** Writes both. Safe to repeat. */
export async function recordHappening(services: Services, step: Step, happening: Happening): Promise<void> {
  const { run, step: name, action } = step;
  const { outcome, told } = happening;
  const fresh: ActionOutcome = {
    run,
    step: name,
    action,
    target: null,
    status: 'planned',
    verified: null,
    plan: null,
    rule: null,
    reason: null,
    firstPlannedAt: new Date(services.clock.now()).toISOString(),
  };
  const changed = await services.outcomes.change({ run, step: name }, (old) => ({
    ...(old ?? fresh),
    run,
    ...outcome,
  }));
  if (told === null) return;
  const { key, kind, text, data } = told;
  await services.timeline.append(run.incident, {
    key: `${run.execution}#${name}#${key}`,
    kind,
    data: {
      text,
      playbook: run.playbook,
      revision: run.revision,
      step: name,
      action,
      ...(changed.target ? { target: changed.target } : {}),
      ...data,
    },
  });
}

/** A target for people. */
export const nameOf = ({ id, account, region }: Target): string => `${id} (${account}, ${region})`;
