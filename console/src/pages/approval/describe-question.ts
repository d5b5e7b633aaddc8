import type { ApprovalDetail } from '../../../../core/api/approvals.ts';
import { describeDuration, describeExactly } from '../../components/describe-time.ts';

type Question = Pick<ApprovalDetail, 'decision' | 'deadline' | 'answers' | 'quorum' | 'mayAnswer' | 'why'>;

/** Whether there is something to answer, and what to say where there is not. */
export type QuestionState =
  | { readonly open: true; readonly until: string }
  | { readonly open: false; readonly text: string };

/** How the question stands for who looks at it. `now`: epoch milliseconds. */
export function describeQuestion(question: Question, now: number): QuestionState {
  const { decision, deadline, mayAnswer, why } = question;
  if (decision !== null) return { open: false, text: describeDecision(decision, deadline) };
  const left = Date.parse(deadline) - now;
  if (left <= 0) return { open: false, text: late(deadline) };
  if (!mayAnswer)
    return { open: false, text: `You cannot answer this: ${why ?? 'your role does not let you'}.` };
  return { open: true, until: `${describeExactly(deadline)} (${describeDuration(left)} left)` };
}

function describeDecision(decision: NonNullable<Question['decision']>, deadline: string): string {
  if (decision.decision === 'expired') return late(deadline);
  const what = decision.decision === 'approved' ? 'Approved' : 'Rejected';
  return `${what} by ${decision.by} at ${describeExactly(decision.at)}${decision.reason ? `: ${decision.reason}` : '.'}`;
}

const late = (deadline: string): string =>
  `Nobody answered by ${describeExactly(deadline)}, so the answer is no.`;

/** Who has said yes so far, and how many more are needed; empty where one answer is enough. */
export function describeQuorum({ answers, quorum }: Question): string {
  if (quorum === 1) return '';
  const left = quorum - answers.length;
  const yes = answers.length === 0 ? '' : `${answers.map(({ by }) => by).join(' and ')} said yes. `;
  return `${yes}${left} more ${left === 1 ? 'has' : 'have'} to say yes.`;
}
