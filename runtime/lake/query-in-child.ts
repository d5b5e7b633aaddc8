import { InvalidInput } from '../../core/errors.ts';
import type { Answer } from '../../core/ports/queries.ts';
import { lateQuery } from './late-query.ts';
import type { QueryReply } from './query-child.ts';
import { runInChild } from './run-in-child.ts';
import type { QueryJob } from './run-query.ts';

const program = new URL('query-child.ts', import.meta.url);

/** Beyond its own time: to start, and to say by itself that it is late. */
const usualGraceMs = 2_000;

/** DuckDB looks at an interrupt between the parts of its work, and some statements are one part that takes a day. */
export async function queryInChild(job: QueryJob, graceMs = usualGraceMs): Promise<Answer> {
  const { longest } = job.bounds;
  const reply = await runInChild<QueryReply>(program, job, longest + graceMs);
  if (reply === null) throw lateQuery(longest);
  if ('answer' in reply) return reply.answer;
  throw reply.isInvalid ? new InvalidInput(reply.problem) : new Error(reply.problem);
}
