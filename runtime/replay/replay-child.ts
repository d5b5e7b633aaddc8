import type { Config } from '../../core/config.ts';
import { openIntelligence } from '../home/open-intelligence.ts';
import { answerJobs } from '../playbooks/answer-jobs.ts';
import { type ReplayGiven, type ReplayOutcome, replayRun } from './replay-run.ts';

/** What the process is sent: data alone, which can be copied. */
export interface ReplayJob extends Omit<ReplayGiven, 'setting'> {
  readonly config: Config;
}

let intelligence: ReturnType<typeof openIntelligence> | undefined;

answerJobs(async ({ config, ...given }: ReplayJob): Promise<ReplayOutcome> => {
  intelligence ??= openIntelligence(config);
  return await replayRun({ ...given, setting: { config, ...(await intelligence) } });
});
