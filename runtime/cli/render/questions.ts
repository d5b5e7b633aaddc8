import type { ApprovalReport } from '../../report.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';

const head = ['APPROVAL', 'UNTIL (UTC)', 'ANSWERS', 'ASKED', 'QUESTION'];

/** A line a question. */
export function renderQuestions(terminal: Terminal, questions: readonly ApprovalReport[]): string {
  const rows = questions.map(({ id, deadline, answers, quorum, approvers, message }) => [
    id,
    deadline.slice(0, 16).replace('T', ' '),
    `${answers.length} of ${quorum}`,
    approvers.join(', ') || 'anyone',
    message,
  ]);
  return renderTable(terminal, head, rows);
}
