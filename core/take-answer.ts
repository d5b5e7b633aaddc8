import type { Answer, Approval } from './records/approvals.ts';
import { isSamePerson } from './same-person.ts';

/**
 * `taken`: it settles the question. `counted`: more answers are needed. `decided`: the question was settled before.
 * `late`: its deadline is over. `refused`: this person may not answer, or has answered.
 */
export type Verdict =
  | { readonly status: 'taken' | 'counted' | 'decided' | 'late'; readonly approval: Approval }
  | { readonly status: 'refused'; readonly approval: Approval; readonly reason: string };

/**
 * Takes one person's answer to a question. One no is a no, whoever says it; a yes needs as many of those who are
 * asked as the quorum says, each counted once, and never whoever asked for the containment. The approval is the
 * same object unless it changes.
 */
export function takeAnswer(approval: Approval, answer: Answer): Verdict {
  if (approval.decision !== null) return { status: isExpired(approval) ? 'late' : 'decided', approval };
  if (Date.parse(answer.at) >= Date.parse(approval.deadline)) return { status: 'late', approval };
  const answers = [...approval.answers, answer];
  if (answer.decision === 'rejected') return settle({ ...approval, answers }, [answer]);
  const reason = findRefusal(approval, answer);
  if (reason !== null) return { status: 'refused', approval, reason };
  return answers.length < approval.quorum
    ? { status: 'counted', approval: { ...approval, answers } }
    : settle({ ...approval, answers }, answers);
}

const isExpired = ({ decision }: Approval): boolean => decision?.decision === 'expired';

/** Where nobody is named and nobody signed in, names are what people call themselves, and tell nothing about who asked. */
function findRefusal({ approvers, requester, answers }: Approval, { by, from }: Answer): string | null {
  const isKnown = approvers.length > 0 || from?.signedIn === true;
  if (isSamePerson(by, requester) && isKnown)
    return `${by} asked for this containment, so somebody else has to approve it`;
  if (approvers.length > 0 && !approvers.some((name) => isSamePerson(name, by)))
    return `${by} is not asked; this question is for ${approvers.join(', ')}`;
  return answers.some((given) => isSamePerson(given.by, by)) ? `${by} has answered already` : null;
}

function settle(approval: Approval, deciding: readonly Answer[]): Verdict {
  const last = deciding.at(-1);
  if (last === undefined) return { status: 'decided', approval };
  const { decision, at, reason } = last;
  const by = deciding.map((answer) => answer.by).join(', ');
  return {
    status: 'taken',
    approval: {
      ...approval,
      decision: {
        decision,
        by,
        at,
        hashes: approval.plans,
        ...(reason === undefined ? {} : { reason }),
      },
    },
  };
}
