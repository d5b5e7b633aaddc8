import { NotFound } from '../../core/errors.ts';
import type { Decision } from '../../core/playbook/protocol.ts';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type Answer, type Approval, tellAs } from '../../core/records/approvals.ts';
import type { Stores } from '../../core/records/stores.ts';
import { takeAnswer } from '../../core/take-answer.ts';
import { tellDecision } from '../tell-decision.ts';

/**
 * `taken`: it settled the question. `decided`: somebody was first; `decision` is theirs. `counted`: more people have
 * to say yes. `late`: the deadline was over. `refused`: this person may not answer.
 */
export type Outcome =
  | { readonly status: 'taken'; readonly decision: Decision }
  | { readonly status: 'decided'; readonly decision: Decision }
  | { readonly status: 'counted'; readonly missing: number }
  | { readonly status: 'late'; readonly deadline: string }
  | { readonly status: 'refused'; readonly reason: string };

/** An answer before anyone looked at the clock. */
export type GivenAnswer = Omit<Answer, 'at'>;

export interface DecidePorts {
  readonly stores: Stores;
  readonly callbacks: Callbacks;
  readonly clock: Clock;
}

/**
 * Takes a person's answer: stored first, then handed to the waiting execution. The first decision stands;
 * a crash in between is mended by the next Ask, which replays it.
 * @throws NotFound when there is no such question.
 */
export function createDecide({ stores, callbacks, clock }: DecidePorts) {
  return async (id: string, answer: GivenAnswer): Promise<Outcome> => {
    const at = new Date(clock.now()).toISOString();
    let outcome: Outcome | null = null;
    const approval = await stores.approvals.change(id, (known) => {
      if (known === null) return known;
      const verdict = takeAnswer(known, { ...answer, at });
      outcome = outcomeOf(verdict);
      return verdict.approval;
    });
    if (approval === null || outcome === null) throw new NotFound(`there is no question ${id}`);
    await tellAnswer(stores, approval, answer.by);
    await tellDecision(stores, approval);
    if (approval.decision !== null)
      await callbacks.succeed(approval.token, tellAs(approval, approval.decision));
    return outcome;
  };
}

function outcomeOf(verdict: ReturnType<typeof takeAnswer>): Outcome {
  const { status, approval } = verdict;
  if (verdict.status === 'refused') return { status: 'refused', reason: verdict.reason };
  if (status === 'late') return { status, deadline: approval.deadline };
  return approval.decision === null
    ? { status: 'counted', missing: approval.quorum - approval.answers.length }
    : { status: status === 'taken' ? 'taken' : 'decided', decision: approval.decision };
}

/** One of several that are needed. The last of them stands in the decision. */
async function tellAnswer({ timeline }: Stores, { id, run, step, answers, quorum }: Approval, by: string) {
  const answer = answers.find((one) => one.by === by);
  if (answer === undefined || quorum === 1) return;
  await timeline.append(run.incident, {
    key: `answer/${id}/${by}`,
    kind: 'approval.answered',
    data: { approval: id, step, ...answer },
  });
}
