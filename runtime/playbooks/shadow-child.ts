import type { ShadowResult } from '../../core/api/playbooks.ts';
import type { Config } from '../../core/config.ts';
import { openIntelligence } from '../home/open-intelligence.ts';
import { answerJobs } from './answer-jobs.ts';
import { createLibrary } from './library.ts';
import type { LoadedPlaybook } from './read-playbook.ts';
import { type ShadowGiven, shadowRun } from './shadow-run.ts';

/** What the process is sent: data alone, which can be copied. */
export interface ShadowJob {
  readonly config: Config;
  /** Those that it may run. */
  readonly playbooks: readonly LoadedPlaybook[];
  /** When it happens, epoch milliseconds. */
  readonly now: number;
  readonly given: ShadowGiven;
}

answerJobs(async ({ config, playbooks, now, given }: ShadowJob): Promise<ShadowResult> => {
  const setting = { config, ...(await openIntelligence(config)) };
  return await shadowRun({ library: createLibrary(playbooks), setting, now }, given);
});
