import { createLedger } from '../../core/records/ledger.ts';
import { actions } from '../actions/registry.ts';
import { createAlarmExposed } from '../alarm-exposed/index.ts';
import { createEscalate } from '../escalate/index.ts';
import { loadConfig, loadLibrary } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, digest, openExecutions, openStore } from '../lambda/own.ts';
import { createSelectPlaybooks } from '../select-playbooks/index.ts';
import { createSweep } from './index.ts';

export const handler = toHandler('sweep', async () => {
  const [{ tellFrom }, { select, find }] = await Promise.all([loadConfig(), loadLibrary()]);
  const { stores, table } = openStore();
  const ledger = createLedger(table, clock);
  return createSweep({
    stores,
    executions: openExecutions(),
    alarmExposed: createAlarmExposed({ ledger, stores, actions, clock, digest }),
    clock,
    escalate: createEscalate({ stores, clock, tellFrom }),
    selectPlaybooks: createSelectPlaybooks({ stores, select, findPlaybook: find }),
  });
});
