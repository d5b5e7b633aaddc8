import type { Stores } from '../../core/records/stores.ts';
import type { GivenAnswer, Outcome } from '../decide/index.ts';

export interface AnswerPorts {
  readonly stores: Stores;
  /** See `createDecide`. */
  readonly decide: (approval: string, answer: GivenAnswer) => Promise<Outcome>;
}

/** Takes the answer of somebody who is signed in. One that does not count is told in the incident's timeline, as for links. */
export async function answerQuestion(
  { stores, decide }: AnswerPorts,
  id: string,
  answer: GivenAnswer,
): Promise<Outcome> {
  const outcome = await decide(id, answer);
  const { status } = outcome;
  if (status === 'taken' || status === 'counted') return outcome;
  const approval = await stores.approvals.get(id);
  const { via: _, ...from } = answer.from ?? {};
  if (approval !== null)
    await stores.timeline.append(approval.run.incident, {
      key: `refused/${id}/${answer.by}/${status}`,
      kind: 'approval.refused',
      data: { approval: id, approver: answer.by, why: status, ...from },
    });
  return outcome;
}
