import { answerJobs } from '../../../runtime/playbooks/answer-jobs.ts';

/** A program that takes too much of what it is told to take. */
answerJobs(async (job: string): Promise<string> => {
  const eaten: unknown[] = [];
  while (job === 'time') continue;
  while (job === 'memory') eaten.push(Array.from({ length: 100_000 }, () => ({})));
  if (job === 'fail') throw new Error('it was told to fail');
  return `did ${job} in ${process.pid}, and knows ${Object.keys(process.env).length} variables`;
});
