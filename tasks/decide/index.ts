import { NotFound } from '../../core/errors.ts';
import type { Decision } from '../../core/playbook/protocol.ts';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Stores } from '../../core/records/stores.ts';
import { tellDecision } from '../tell-decision.ts';

export interface Answer {
  readonly decision: 'approved' | 'rejected';
  /** Who answers. */
  readonly by: string;
  readonly reason?: string;
}

/** `late`: the deadline was over. `decided`: somebody was first; `decision` is theirs. */
export type Outcome =
  | { readonly status: 'taken' | 'decided'; readonly decision: Decision }
  | { readonly status: 'late'; readonly deadline: string };

export interface DecidePorts {
  readonly stores: Stores;
  readonly callbacks: Callbacks;
  readonly clock: Clock;
}

/**
 * Takes a person's answer: stored first, then handed to the waiting execution. The first answer stands;
 * a crash in between is mended by the next Ask, which replays it.
 * @throws NotFound when there is no such question.
 */
export function createDecide({ stores, callbacks, clock }: DecidePorts) {
  return async (id: string, answer: Answer): Promise<Outcome> => {
    const now = clock.now();
    let taken = false;
    const approval = await stores.approvals.change(id, (known) => {
      taken = known !== null && known.decision === null && now < Date.parse(known.deadline);
      if (known === null || !taken) return known;
      const decision = { ...answer, at: new Date(now).toISOString(), hashes: known.plans };
      return { ...known, decision };
    });
    if (approval === null) throw new NotFound(`there is no question ${id}`);
    if (approval.decision === null) return { status: 'late', deadline: approval.deadline };
    await tellDecision(stores, approval);
    await callbacks.succeed(approval.token, approval.decision);
    return { status: taken ? 'taken' : 'decided', decision: approval.decision };
  };
}
