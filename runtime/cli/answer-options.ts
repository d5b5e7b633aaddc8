import { Option } from 'commander';

/** What is answered beforehand to whatever playbooks ask. */
export interface AnswerChoice {
  readonly approve?: 'all';
  readonly reject?: 'all';
}

export const approveOption = (): Option =>
  new Option('--approve <which>', 'answer yes to every approval').choices(['all']).conflicts('reject');

export const rejectOption = (): Option =>
  new Option('--reject <which>', 'answer no to every approval').choices(['all']);

/** @returns null where people are to be asked. */
export function answerFor({ approve, reject }: AnswerChoice): 'approved' | 'rejected' | null {
  if (approve === 'all') return 'approved';
  return reject === 'all' ? 'rejected' : null;
}
