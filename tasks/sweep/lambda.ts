import { createEscalate } from '../escalate/index.ts';
import { loadConfig, loadLibrary } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, openExecutions, openStore } from '../lambda/own.ts';
import { createSelectPlaybooks } from '../select-playbooks/index.ts';
import { createSweep } from './index.ts';

export const handler = toHandler('sweep', async () => {
  const [{ tellFrom }, { select, find }] = await Promise.all([loadConfig(), loadLibrary()]);
  const { stores } = openStore();
  return createSweep({
    stores,
    executions: openExecutions(),
    clock,
    escalate: createEscalate({ stores, clock, tellFrom }),
    selectPlaybooks: createSelectPlaybooks({ stores, select, findPlaybook: find }),
  });
});
