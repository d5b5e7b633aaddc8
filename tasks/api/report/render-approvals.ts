import type { ApprovalView } from '../../../core/api/approvals.ts';
import { code, table, time } from './markdown.ts';

/** Who was asked, and what they said. */
export function renderApprovals(approvals: readonly ApprovalView[]): string[] {
  if (approvals.length === 0) return ['Nobody was asked.'];
  return approvals.flatMap(
    ({ message, playbook, step, askedAt, deadline, approvers, quorum, answers, decision }) => [
      [
        `- Question: ${code(message)}`,
        `- Asked ${time(askedAt)} by ${code(playbook)}, step ${code(step)}; until ${time(deadline)}`,
        `- Asked were ${approvers.length === 0 ? 'all who got the message' : approvers.map((name) => code(name)).join(', ')}; ${quorum} had to say yes`,
        decision === null
          ? '- Nobody has decided yet'
          : `- **${decision.decision}** by ${code(decision.by)} at ${time(decision.at)}`,
      ].join('\n'),
      ...(answers.length === 0 ? [] : [renderAnswers(answers)]),
    ],
  );
}

const renderAnswers = (answers: ApprovalView['answers']): string =>
  table(
    ['Who', 'Said', 'When', 'Why', 'From'],
    answers.map(({ by, decision, at, reason, from }) => [
      code(by),
      decision,
      time(at),
      code(reason ?? ''),
      code([from?.via, from?.address, from?.agent].filter((part) => part !== undefined).join(', ')),
    ]),
  );
