import type { Config } from '../../core/config.ts';
import { capMode, modeOfIncident } from '../../core/mode.ts';
import type { Stores } from '../../core/records/stores.ts';
import { type ActionRunner, createActionRunner } from './runner/index.ts';
import type { RunnerPorts } from './runner/ports.ts';

export interface HomeRunnerPorts extends Omit<
  RunnerPorts,
  'guardrails' | 'timeline' | 'readIncident' | 'readMode'
> {
  readonly config: Pick<Config, 'mode' | 'guardrails'>;
  readonly stores: Stores;
}

/** The runner as every home composes it: what it reads of incidents and runs, it reads from the store. */
export function createHomeRunner({ config, stores, ...ports }: HomeRunnerPorts): ActionRunner {
  return createActionRunner({
    ...ports,
    guardrails: config.guardrails,
    timeline: stores.timeline,
    readMode: async (run) => {
      const begun = await stores.runs.get(run);
      return begun?.execution === run.execution ? begun.mode : null;
    },
    readIncident: async (id) => {
      const incident = await stores.incidents.get(id);
      if (incident === null) return null;
      const { account, region, trusted } = incident;
      return { account, region, trusted, cap: capMode(config.mode, modeOfIncident(incident)) };
    },
  });
}
